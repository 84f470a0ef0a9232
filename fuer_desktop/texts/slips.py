"""Words about likely slips of the hand: what may have happened, and the figure that was meant."""

LIKELY = "{what}：{changes}。"
CHANGE = "{cell} {now} → {meant}"
AND = "；"
WHAT = {
    "sign": "可能多打了负号",
    "swapped": "可能相邻两位数字颠倒",
    "extra": "可能多打了一位",
    "missing": "可能少打了一位",
    "unit": "可能把单位看成了{unit}",
    "sexes": "可能男、女填反",
    "neighbour": "可能与相邻的行（栏）看串",
    "last_year": "可能还是上年的数",
}
