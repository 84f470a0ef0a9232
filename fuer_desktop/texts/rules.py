"""Words about rules and what they find."""

FORMULA_UNREADABLE = "“{text}”第{place}个字处读不懂：{found}。"
FORMULA_ENDS = "“{text}”没有写完。"
FORMULA_TOO_LONG = "算式超过{limit}个字。请拆成几条。"
FORMULA_TOO_MANY = "算式超过{limit}项。请拆成几条。"
FORMULA_TOO_DEEP = "“{text}”的括号超过{limit}层。"
FORMULA_UNKNOWN_NAME = "“{text}”里的“{name}”不在代码中。"
IN_RULE = "“{text}”第{place}个字处{what}"
IN_LIST = "“{text}”中（全文第{place}个字处）{what}"
UNREADABLE = "读不懂：{found}。"
UNFINISHED = "：没有写完。"
EXPECTED_AT_END = "：没有写完，还缺“{found}”。"
NOT_CLOSED = "的“（”没有合上，缺“）”。"
NO_SIGN = "：没有比较号（= ≠ ≥ ≤ > <），不知道与谁比较。"
NO_COMPUTATION = (
    "：软件只审能计算的关系。是否重复、文字内容、姓名与职务等请写在填报说明里，由人核对。"
)
NOT_COUNTED = ("重复", "汉字", "字符", "开头", "→")
TOO_LONG = "：算式超过{limit}个字。请拆成几条。"
TOO_MANY = "：算式超过{limit}项。请拆成几条。"
TOO_DEEP = "：括号超过{limit}层。"
NUMBER_TOO_LONG = "：数超过{limit}位。"
UNKNOWN_NAME = "的“{found}”不是本表的代码或指标名称。{near}"
BARE_IN_SUM = "的“{found}”不是本表的代码。是数请写成{found}.0。"
NEAR_NAME = "是不是“{near}”？"
UNKNOWN_FORM = "：没有表号为“{found}”的报表。"
UNKNOWN_TABLE = "：本报表没有“{found}”。"
UNKNOWN_ELEMENT = "：没有报表填报数据项“{found}”。"
FORM_NOT_HERE = "：“{found}”不在本任务的报表中，这条关系在这里不审。"
AMBIGUOUS_NAME = "：叫“{found}”的有几处（{codes}）。请写代码。"
NUMBER_OR_CODE = "：“{found}”既是代码又可能是数。是数请写成{found}.0，是代码请写成行{found}。"
RANGE_BACKWARDS = "的省略号：前后应是同一张表里的两个代码，后一个在前一个之后。"
LINES_DIFFER = "“{text}”各处括号里的栏不一样，这时每处只能写一栏。"
GONE = "关系里的“{name}”不在报表{form}的这一版中。"
ALL_ROWS = "各行"
CHANGE_PRINTED = "{rows}较上年变动 ≤ {limit}% 或 < {least}"
ONE_AT_A_TIME = "“{text}”：有条件或限定栏的关系，请单独成条。"
LIST_TOO_LONG = "关系表超过{limit}个字。请分几次粘贴。"
TOO_MANY_LISTED = "关系表超过{limit}条。请分几次粘贴。"
HEADING_DOUBTFUL = (
    "：看不出下面写的是应当成立的，还是不应出现的。请写“以下情况为不合格：”或“应满足：”。"
)
LISTED_BETWEEN = "：前后都有关系，看不出属于哪一条。请用分号隔开，写全两边。"
CANNOT_INVERT = "：在“不合格情况”中一次只能比较一个号，请拆成几条。"
DOUBLED = "：两个分隔号之间没有关系。多了一个逗号或少了一条。"
LISTED_NUMBER = "：用顿号并列的应是代码或指标名称，不是数。"
NO_NAMES = "：没有代码，也没有指标名称。"
SCOPE_ALL = "各表各格"
SCOPE_EVERY_COLUMN = "各栏"
SCOPE_EVERY_ROW = "各行"
SCOPE_COLUMNS = "第{codes}栏"
SCOPE_ROWS = "第{codes}行"
SCOPE_ACROSS = "，与{forms}核对"
SCOPE_OFF = "停用：{reason}"
BLANK_LISTED = ("各格必填", "没有填的格。", "请填数；没有数的，选不适用、无数据或并入。")
COPIED_LISTED = ("文字与上年相同", "文字与上年一字不差的，提示核对。", "请写本年的情况。")
NEGATIVE_LISTED = ("各格 ≥ 0", "数量、比率不会小于0。", "请核对。")
CHANGE_SAID = "本年与上年相差不超过{limit}%，或不到{least}。"
CHANGE_INSTRUCTION = "请核对；情况属实的，写明原因。"
SUM_OF_UNITS = "各单位合计：{message}"
CAUSED_BELOW = "（由下级引起：{units}这几格自身有错，请先改正。）"
NOWHERE = "“{text}”在表里没有一格可审：请核对适用的栏（行）。"
THEN = "则"
EXCEPT = "时不审）"
TABLE = "表{code}."
BLANKS = {"skip_any": "有空不审", "skip_all": "全空不审", "zero": "空作0"}

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
SAID = "{left}{should}{right}"
OWN_WORDS = "{message}（{said}）"
RELATION_BROKEN = "{what}：{values}，{difference}。{hint}"
ANSWERS = "填的是“{left}”，相比的是“{right}”"
ANSWER_BROKEN = "{what}：{values}。{hint}"
PRESENCE_BROKEN = "{what}。{hint}"
DEMANDS = {
    "filled": "{names}应填数",
    "together": "{names}应都填或都不填",
    "not_together": "{names}只应有一格填数",
}
DEMAND_WORDS = {"filled": "必填", "together": "同填", "not_together": "不同填"}
"""How a rule demands it, read and printed."""
OF_FORM = "《{form}》"
SAME_FIGURE = "{row} = {form}.{other}"
SAME_HINT = "两个部门报的是同一个数，请与填报《{form}》的单位核对一致。"
OF_TABLE = "“{table}”"
TABLE_CODE = "表{code}"
PINNED_COLUMN = "{title}栏"
PINNED_ROW = "第{code}行（{title}）"
VALUES = "{left} {sign} {right}"
MORE = "多 {amount}"
LESS = "少 {amount}"
POINTS = "个百分点"
EQUAL = "相等"
COPIED_TEXT = "{where}的文字与上年一字不差。"
WRITE_ANEW = "请核对是否要写本年的情况。"
NEGATIVE = "{where}{difference}（{value}）。{advice}"
IS_NEGATIVE = "是负数"
NEVER_NEGATIVE = "这里填的是数量、比率，不会小于0，请核对。"
CHECK_THESE = "请核对这几格。"
IN_COLUMN = "{title}栏："
IN_ROW = "第{code}行（{title}）："

CHANGED = "{where}{figures}，{difference}。{advice}"
NOW_AND_BEFORE = "本年 {now}，上年 {before}"
CHANGE_IS = "{way} {difference}（{share}），变动超过{limit}%"
CHECK_OR_EXPLAIN = "请核对；情况属实的，写明原因（至少{least}个字）。"
ROSE = "增加"
FELL = "减少"
PERCENT = "{percent}%"
FROM_NOTHING = "上年为0"

BLANK_CELL = "{where}未填。{advice}"
FILL_IT = "请填数；没有数的，选不适用、无数据或并入。"
CELL = "第{row}行（{row_title}）{column_title}栏"

CLASSES = {"A": "强制", "B": "准强制", "C": "核实", "D": "提示"}
