"""Words of the hand-over card: what the next clerk has to know."""

TITLE = "交接卡"
MENU = "交接卡…"
SUBTITLE = "{unit} · {place} · {year}年度"
PRACTICE = "演练"

UNIT = "填报单位"
UNIT_VALUE = "{name}（代码 {code}）"
DEADLINE = "应报日期"
STATE = "状态"
LAST = "最近一次上报"
LAST_VALUE = "第{version}版，{at}，摘要前八位 {digest}"
LAST_NONE = "还没有上报"
SIGNED = "签名人"
SIGNED_ONE = "{role} {name}"
FILE = "工作库"
BACKUPS = "备份"
BACKUPS_VALUE = "{folder}，共{count}份，最近一份 {at}"
BACKUPS_NONE = "{folder}，还没有备份"
SECOND = "备份的第二个位置"

FORMS = "要填的报表"
FORM_LINE = "{code} {title}：已填{filled}/{cells}格，{state}"
FORM_OPEN = "还有{count}处要处理"
FORM_DONE = "没有要处理的"
OPEN = "还没做完的"
OPEN_BLANK = "{form}：还有{count}格未填"
OPEN_LINE = "{form}：{message}"
ERRORS = "本单位常出的错"
ERROR_LINE = "{form} {cell}：{rule}，出过{count}次"
ERROR_RELATION = "不合“{text}”"
ERROR_CHANGE = "与上年相差太大"
ERROR_NEGATIVE = "填成了负数"
REASONS = "已说明原因的（每年会再问）"
REASON_LINE = "{year}年 {form} {cell}：{reason}"
NO_NUMBERS = "没有数的格"
NO_NUMBER_LINE = "{form} {cell}：{kind}，{reason}"
NOTES = "格子上的备注"
NOTE_LINE = "{form} {cell}：{note}"
KEYS = "怎么做"
KEY_LINES = (
    "填数：数字后按 Enter 到下一格；没有数按 /；F8 一次补填剩下的格；Ctrl+Z 撤销。",
    "核对：F4 下一条审核结果，F6 写原因，F7 取上年的数，F1 看这一格的含义。",
    "上报：左边“上报”填三个签名，导出上报包交办公室；没练过的先做“帮助”里的演练本。",
)
TO_WRITE = (
    ("移交人", "接收人", "移交日期"),
    ("办公室联系人", "电话", "备用电话"),
    ("数从哪里取（部门、台账）", "找谁、电话"),
)
"""Lines to write on; the last is repeated as often as there is room."""
MORE = "另有{count}条，见程序。"

SAVE = "存为 PDF…"
CLOSE = "关闭"
FILE_NAME = "交接卡_{unit}_{year}"
CHOOSE = "交接卡存放在"
PDF_FILES = "PDF (*.pdf)"
SAVED = "交接卡已写好：{path}"
