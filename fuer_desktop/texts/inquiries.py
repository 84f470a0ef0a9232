"""Words about inquiries (征询): what a desk asks of the office, and what the office sees of it."""

KINDS = {"A": "免审", "B": "开放说明"}
"""What is asked for a finding of a class."""

NAME = "{unit}_{period}_征询_{short}.fuer"
EVENT = "{task} 征询 v{version} {digest}"

NOTHING_OPEN = "没有强制（A）或准强制（B）的审核结果，不用征询。请直接导出上报包。"
NOTHING_ASKED = "还没有选要问哪一条。请至少选一条，写明理由。"
WHY_SHORT = "“{what}”的征询理由至少{least}个字，请写明为什么。"
WHY_LONG = "“{what}”的征询理由超过{most}个字，请写短一些。"
NOT_OPEN = "“{what}”不是现在没有处理的强制（A）或准强制（B）审核结果，不能征询。请重新审核后再选。"
FOREIGN_ASK = "“{file}”征询的{what}不是包里没有处理的强制（A）或准强制（B）审核结果，没有收下。请让该单位用本程序重新导出。"

INQUIRED = "征询包已写到 {path}，问了{count}条。它不是上报，不计入，本单位的状态不变。"
INQUIRED_AGAIN = "内容没有变化，征询包已重新写出：{path}"
LISTED = "共{count}个征询包，都不计入。"
ARGUMENTS = {
    "ask": "问哪一条，可以写几次：规则代码，或“规则代码:格”（格照 check 列出的写），后面可以加“=理由”；不写就问全部没有处理的 A、B 结果",
    "why": "征询理由，至少4个字；--ask 里没有另写理由的都用它",
}
NO_WHY = "“{text}”没有写理由。请在它后面加“=理由”，或用 --why 写一条共用的理由。"

# --- the desk's page ------------------------------------------------------------------------

OPEN_BUTTON = "写征询包…"
OPEN_HINT = "确实改不了的强制（A）、准强制（B）结果，可以先写征询包问办公室。征询不是上报，不计入。"
TITLE = "写征询包"
INTRO = "勾选要问的审核结果，写明理由。征询包带上现在填的全部数给办公室看，不计入，也不算上报。"
ASK_HEADER = "问什么"
LINE_AND_WHY = "{words}\n理由：{why}"
WHY = "征询理由（至少{least}个字）"
WHY_NAME = "征询理由：{what}"
SAME_WHY = "其余勾选的也用这个理由"
ASK_LINE = "请求{kind}　{words}"
CHOSEN = "已勾选{count}条。"
WRITE = "写征询包"
CANCEL = "取消"
MISSING_WHY = "已勾选{count}条，其中{short}条还没有写够理由（每条至少{least}个字）。"
NOTHING_TICKED = "请先勾选要问的。"
DONE = "征询包已写好，并已读回核对：\n{path}\n请把这个文件交给办公室。它不是上报，不计入。"
DONE_AGAIN = "内容没有变化，征询包已重新写好：\n{path}\n它不是上报，不计入。"

# --- the office's page ----------------------------------------------------------------------

PAGE_HINT = "征询的数只供查看，不计入汇总、指标和审核。"
HEADERS = ("填报单位", "将作", "问", "此后", "收到时间")
VERSION = "第{version}版"
ASKS = "{count}条"
SINCE_VERSION = "已收第{version}版"
SINCE_LATER = "后来又有征询"
FILTER = "单位名称"
EMPTY_TITLE = "还没有征询"
EMPTY_TEXT = "填报单位有改不了的强制或准强制审核结果时，会送来征询包。在“接收”里收下，就列在这里。"
GO_INTAKE = "去接收"
ABOUT = "{unit} · 将作第{version}版 · 不计入"
ASK_TITLE = "{number}. 请求{kind}　{sign} {severity} · {form}"
ASK_GONE_TITLE = "{number}. {form}"
BLANKS = "{count}格未填"
ASK_WHY = "理由：{why}"
ASK_GONE = "本办公室按征询包里的数重新审核，没有这一条（{rule} {cells}）。可能是上年数或表样与该单位不同，请核对。"
OTHERS = "另有{count}条没有问的审核结果还没有处理。"
FIGURES = "征询包里填的数"
FIGURES_OF = "{form}　{title}"
FIGURES_TABLE = "　（{table}）{title}"
ASKED_MARK = "→{value}"
ASKED_CELL = "{value}（征询问到这一格）"
FORM_GONE = "它问的报表{form}，任务里已经没有了。请与该单位联系。"
UNIT_GONE = "填报单位{unit}已不在任务的单位名单里。请与该单位联系。"
UNREADABLE = "这个征询包打不开：{reason}"
STUB = ("指标名称", "单位", "代码")
CHOOSE = "选一条征询，右边列出问的是什么。"
LOCATED = "{unit} · 征询 · 不计入"
