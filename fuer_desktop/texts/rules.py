"""Words about rules and what they find."""

FORMULA_UNREADABLE = "“{text}”第{place}个字处读不懂：{found}。"
FORMULA_ENDS = "“{text}”没有写完。"
FORMULA_TOO_LONG = "算式超过{limit}个字。请拆成几条。"
FORMULA_TOO_MANY = "算式超过{limit}项。请拆成几条。"
FORMULA_TOO_DEEP = "“{text}”的括号超过{limit}层。"
FORMULA_UNKNOWN_NAME = "“{text}”里的“{name}”不在代码中。"
RELATION_WITHOUT_SIGN = "“{text}”没有比较号（= ≠ ≥ ≤ > <）。"

ROW = "第{code}行（{title}）"
COLUMN = "第{code}栏（{title}）"
LAST_YEAR = "上年"

SHOULD = {
    "=": "应等于",
    "≠": "不应等于",
    "≥": "应大于或等于",
    "≤": "应小于或等于",
    ">": "应大于",
    "<": "应小于",
}
RELATION_BROKEN = "{where}{left}{should}{right}：{values}，{difference}。{hint}"
VALUES = "{left} {sign} {right}"
MORE = "多 {amount}"
LESS = "少 {amount}"
EQUAL = "相等"
NEGATIVE = "{where}是负数（{value}）。这里填的是数量、比率，不会小于0，请核对。"
CHECK_THESE = "请核对这几格。"
IN_COLUMN = "{title}栏："
IN_ROW = "第{code}行（{title}）："

CHANGED = (
    "{where}本年 {now}，上年 {before}，{way} {difference}（{share}），"
    "变动超过{limit}%。请核对；情况属实的，写明原因（至少{least}个字）。"
)
ROSE = "增加"
FELL = "减少"
PERCENT = "{percent}%"
FROM_NOTHING = "上年为0"

BLANK_CELL = "{where}未填。请填数；没有数的，选不适用、无数据或并入。"
CELL = "第{row}行（{row_title}）{column_title}栏"

CLASSES = {"A": "强制", "B": "准强制", "C": "核实", "D": "提示"}
