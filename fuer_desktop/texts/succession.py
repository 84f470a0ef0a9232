"""Words about versions of forms and of units: what became of each row, and what compares."""

WHATS = {
    "added": "新增",
    "renamed": "改名",
    "moved": "改号",
    "split": "拆分",
    "merged": "合并",
    "closed": "停用",
    "redefined": "口径变化",
}

# --- mistakes in the statements -----------------------------------------------------------

OF_ROW = "{form}第{version}版{row}：{problem}"
OF_FORM = "{form}第{version}版：{problem}"
ROW = "表{table}第{row}行（{title}）"
OLD_ROW = "表{table}第{row}行"

UNSTATED = {
    "added": '上一版没有这个数据项，衔接里没有写。请写 what = "added"。',
    "renamed": '上一版的名称是“{before}”，衔接里没有写。请写 what = "renamed"，was 写“{was}”。',
    "moved": '上一版是{place}，衔接里没有写。请写 what = "moved"，was 写“{was}”。',
    "redefined": '计量单位、口径或算法变了，衔接里没有写。请写 what = "redefined"，was 写“{was}”。',
    "closed": '下一版没有这个数据项，衔接里没有写。请写 what = "closed"，was 写“{was}”。',
}
NOT_SO = {
    "added": "写的是新增，但上一版{place}就有同一个数据项。请改正 what。",
    "renamed": "写的是改名，但名称没有变。请改正 what。",
    "moved": "写的是改号，但代码和表没有变。请改正 what。",
    "merged": "写的是合并，但上一版{place}在本版仍单独填报（第{row}行）。请改正 was。",
    "closed": "写的是停用，但本版第{row}行还在填报同一个数据项。请改正 what 或 was。",
}
NOT_FROM_BEFORE = '写的是{what}，但上一版没有这个数据项。新增的写 what = "added"；换了数据项的写 what = "redefined"。'
WRONG_WAS = "was 写的是{stated}，上一版填报这个数据项的是{place}。请改正 was。"
DISAGREE = "几条衔接的 was 不一样。同一行的 was 要写成一样。"
NO_OLD_ROW = "上一版没有{place}。请改正 was。"
UNIT_DIFFERS = (
    '上一版{place}的计量单位是“{before}”，本版是“{now}”，数不能照搬。请写 continuity = "none"。'
)
RATE_MERGED = '上一版{place}直接填报比率，比率不能相加。请写 continuity = "none"。'
CARRIED_TWICE = '上一版{place}的数同时接到本版{rows}。只能接到一行，其余的写 continuity = "none"。'

NOT_NEXT = "前一个版本是第{before}版，这里应是第{next}版。请改正 version。"
NO_EARLIER = "没有第{before}版（{path}），衔接没法核对。请把上一版的文件放到那里。"
NO_NEWEST = "没有同一报表的最新版（{path}）。请补上，或删去本文件。"
WRONG_EARLIER = "文件里是{found}第{version}版，按内容应放在 {path}。"
YEARS_MISSING = "第{before}版要写 valid_to，第{version}版要写 valid_from，才知道哪一年用哪一版。"
YEARS_OVERLAP = "第{before}版用到{until}年，第{version}版从{since}年起，两版的年份重叠。请改正 valid_to 或 valid_from。"
NOT_IN_FORCE = (
    "报表{form}在{year}年没有可用的版本（现有：{known}）。请换年份，或在 forms 里补上那一年的版本。"
)
VERSION = "第{version}版{since}{until}"
SINCE = "从{year}年起"
UNTIL = "到{year}年止"
IN_YEAR = "{place}{year}年：{problem}"

# --- for the desk -------------------------------------------------------------------------

NEW = {
    "added": "{row}是新增的，上年没有数",
    "renamed": "{row}上年叫“{before}”",
    "renamed_unknown": "{row}改了名称",
    "moved": "{row}上年是{was}",
    "merged": "{row}由上年的{was}合并而来",
    "split": "{row}从上年的{was}拆出",
    "closed": "上年的{was}停用了",
    "redefined": "{row}口径有变",
}
NEW_SENTENCE = "{words}。{note}"
PARTLY = "，与上年只部分可比"
NOT_COMPARED = "，与上年不比"
NEW_ROW = "第{row}行（{title}）"
NEW_OLD_ROW = "第{row}行"
IN_TABLE = "表{table}"
SUMMARY = "本表是第{version}版：{tally}"
TALLY = "{what}{count}行"

RULE_STAYED = (
    "审核关系“{code}”的文字（{text}）没有改，但代码在这一版里指的是另外的行。"
    "原来的意思现在写作：{meant}。请改写；确实要改成新的意思的，请用新的编号。"
)
RULE_ROW_GONE = "（原来的行已停用）"

# --- units --------------------------------------------------------------------------------

GROUP = "{now}由{before}调整而来，没有各自的上年数，按合计与上年比较：{message}"
"""A finding about several units together."""

UNIT_REUSED = "填报单位代码“{code}”到{until}年已经停用，停用的代码不能再用。"
PREDECESSOR_MISSING = "前身“{code}”不在名单里。请把它列上，写明 valid_to。"
PREDECESSOR_IN_FORCE = (
    "前身“{code}”在{since}年仍在用。请写它的 valid_to（不晚于{until}年），或改正 valid_from。"
)
PREDECESSOR_CIRCLE = "前身绕回了自己（{codes}）。请改正 predecessors。"
PREDECESSOR_SINCE = "写了 predecessors 就要写 valid_from（从哪一年起）。"
PREDECESSOR_TWICE = "前身“{code}”写了两次。"
