"""Words of the help at a cell and of the manual."""

TITLE = "{code} {title}"
TITLE_COLUMN = "{code} {title} · {column}"

WHY_CLOSED = "不能填"
MEANING = "指标解释"
MISTAKE = "常见错误"
MEASURE = "计量单位"
PERIOD = "报告期"
COMPUTED = "怎么算"
KINDS = "没有数时"
USES = "用在哪里"
SAME = "同一个数"
SOURCE = "资料来源"
RESPONSIBLE = "责任部门"
RULES = "审核关系"
NOTES = "填报说明"

CLOSED_CELL = "“{column}”这一栏不用于这一行，不填。"
HEADING = "这是分组标题，不填数；它下面各行属于这一组。"
TABLE_HEAD = "这是分表的表头，不填数。"
STUB = "这里是指标的名称、单位和代码，不填数；数填在右边各栏。"
DERIVED = "这一格由程序计算，随有关的格变动，不填。"
GATHERED = "这一格由程序按下面逐个列出的成员汇总，不填。"

UNIT_WHOLE = "{unit}，填整数"
UNIT_DECIMALS = "{unit}，保留{decimals}位小数"
SCALE = "{measure}。填1就是{amount}{base}。"
CHOICES = "选择项，填代码：{choices}"
TEXT = "文字，最多{most}个字；Alt+Enter 换行"
PERIODS = {
    "calendar": "{covers}（1月1日至12月31日；写明“年末”的，填12月31日的数）",
    "mch": "{covers}（妇幼年；写明“年末”的，填12月31日的数）",
    "school_year": "{covers}（学年；人数一般填学年初的数）",
    "point": "{covers}（12月31日的时点数；写明“本年”“累计”的，从其说明）",
    "survey": "{covers}（调查或公布的数；当年没有的，填无数据并写明原因）",
}

KINDS_NUMBER = (
    "0：查过，确实一个也没有。",
    "不适用（/ 再按 1）：本单位没有这项业务或对象。",
    "无数据（/ 再按 2）：应当有而没有统计，要写原因。",
    "并入（/ 再按 3）：数已填在别处，写明填在哪里。",
    "免报：办公室同意不报的格，由办公室标出。",
    "空着是未填，不能上报。",
)
KINDS_CHOICE = KINDS_NUMBER[1:]
KINDS_TEXT = ("没有内容的选不适用（/ 再按 1）；空着是未填，不能上报。",)

GATHERS = {
    "sum": "各成员的数相加。",
    "count": "成员的个数。",
    "reaching": "达到最低要求的成员个数。",
}

PARTS = {
    "numerator": "分子",
    "denominator": "分母",
    "both": "分子和分母",
    "itself": "就是这个指标的数",
    "term": "算式中的一项",
    "computed": "这一格就是这个指标，由程序计算",
}
USE = "{indicator}（{part}）"
USE_ROW = "{indicator}（本行另一栏是{part}）"
FORMULA = "＝ {formula}"
INDICATOR_UNIT = "{name}（{unit}）"
RATIO = "{numerator} ÷ {denominator}"
BRACKETS = "（{words}）"
SCALED = "{formula} × {scale}"
SCALES = {"%": "100%", "‰": "1000‰", "1/万": "10000（1/万）", "1/10万": "100000（1/10万）"}
DEFINITION = "口径：{definition}"
TARGET = "目标（{plan}）：{scope}{demand}，{when}"
PLANS = {"women": "妇女规划", "children": "儿童规划"}
JOIN_SCOPE = "{scope}，"
SAME_AS = "与{form}“{row}”是同一个数，两处应一致。"

RULE = "{code} {severity}：{said}"
LARGE_CHANGE = "与上年相差超过{limit}%{least}的，核对后写明原因"
LEAST = "、并且达到{least}"

WINDOW = "这一格的含义"
KEYS = "再按 F1 看手册　Alt+↓ 往下看　Esc 关闭"
TO_MANUAL = "看手册"

MANUAL = "手册"
MENU_MANUAL = "手册(&M)"
SEARCH = "在手册里找"
FOUND = "找到{count}处"
FOUND_NONE = "没有找到“{words}”。请换一个词，或从左边的目录里看。"
HIT = "{page} · {section}"
BELOW = "　{title}"
BACK = "上一页"
CLOSE = "关闭"
MISSING = "手册的这一页不在程序的文件夹里，请把程序完整地复制一次。"
GOES_ON = {
    "closed": ("desk", "填数"),
    "finding": ("desk", "审核"),
    "blank": ("no-number", ""),
    "figure": ("keys", "填数"),
}
"""Page and heading of the manual to which F1 goes on, by what stands at the cursor."""
ABOUT_PAGES = {
    "start": ("desk", "打开任务"),
    "desk_home": ("desk", "打开任务"),
    "forms": ("desk", "填数"),
    "submit": ("desk", "上报"),
    "keeping": ("trouble", "恢复到以前"),
    "tasks": ("new-form", "在窗口里做"),
}
"""Page and heading of the manual for each page of the window; the others open it where it was."""
