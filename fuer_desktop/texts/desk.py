"""Words of the desk's pages: forms, grid, findings, export."""

NAME = "指标名称"
UNIT = "计量单位"
CODE = "代码"
LAST_YEAR_OF = "上年（{column}）"
TABLE_TITLE = "（{code}）{title}"
TABLE_PERIOD = "　　{period}"
PART_OF = "其中："

FORM_LINE = "表号 {code} · 第{version}版 · 报告期 {period} · 应报 {deadline}（{left}）"
FORM_NEWS = "{sign} {summary}"
FOLD = {False: "▽", True: "△"}
DAYS_LEFT = "还有{days}天"
DAYS_TODAY = "今天到期"
DAYS_OVER = "已过{days}天"
NOTES = "填报说明"
FINDINGS_TAB = "审核结果"
FINDINGS = "审核 {count}"
FINDINGS_NONE = "审核 没有要处理的"
FINDING = "{sign} {severity}  {message}"
FINDING_EXPLAINED = "✓ 已说明  {message}"
BLANKS = "还有{count}格未填（按 F8 补填）"
REASON = "原因（至少{least}个字）"
REASON_SAVE = "记下原因"
REASON_FOR = "“{kind}”的原因（至少{least}个字）"

WHERE = "{row} {title} · {column}"
WHERE_UNIT = " · {unit}"
WHERE_VALUES = "上年 {before}　本年 {now}{change}"
CHANGE = "　{sign}{percent}%"
KEYS = "F2 修改　F4 下一条　F6 写原因　F8 补填　/ 没有数　Ctrl+Z 撤销"
TEXT_KEYS = "Enter 写完　Alt+Enter 换行　F4 下一条　F8 补填　/ 不适用　Ctrl+Z 撤销"
TEXT_CHARS = "{count}字"
TOOLS = "本表操作 ▾"
FILL_REST = "补填未填的格"
REST_COUNT = "本表还有{count}格未填，勾选的{chosen}格一次补填，可以一步撤销。"
REST_ZERO = "填 &0（核对过，确实为零）"
REST_NOT_APPLICABLE = "选 &1 不适用（本单位没有这项）"
REST_FILL = "补填"
REST_NOTHING = "这张表没有未填的格。"
REST_DONE = "已补填{count}格，按 Ctrl+Z 可以一步撤销。"
LOCKED = "只读副本，不能改动"
CLOSED_WHY = "这一格不需要填写"
DERIVED_WHY = "这一格由程序计算"
STUB_WHY = "这里是指标的名称、单位和代码，不填数"
NO_REASON_WANTED = "这一格没有要写原因的核实结果。按 F4 到下一条。"
LAST_CELL = "这是最后一格，后面没有要填的了。"
NO_PASTE = "这一版还不能粘贴，请逐格输入，或用命令行的 fill 从表格文件填数。"
HEADING_WHY = "分组标题，不填数"
CHOOSE_KIND = "没有数，是因为"
KIND_CHOICES = {
    "not_applicable": "&1 不适用（本单位没有这项）",
    "no_data": "&2 无数据（应有而没有，写原因）",
    "included": "&3 并入别处（写明并到哪里）",
    "blank": "&0 清空，回到未填",
}

HOME_TITLE = "{place} {year}年度 · {unit}"
HOME_STATE = "{state} · 应报 {deadline}（{left}）"
HOME_FORMS = "要填的报表"
HOME_FILLED = "{code}    已填 {filled}/{cells}"
HOME_OPEN = "打开报表"
HOME_NEXT_FILL = "先填报表：从“{form}”开始。"
HOME_NEXT_CHECK = "数都填了，还有{count}处审核结果要处理。"
HOME_NEXT_SUBMIT = "审核没有要处理的，可以上报。"
HOME_SUBMITTED = "第{version}版已导出。再改动后要重新导出，交新的一版。"
HOME_GO = {"forms": "去填报", "submit": "去上报"}
FORM_STATES = {
    "unfilled": "○ 未填",
    "filling": "◐ 填报中",
    "findings": "✖ 有待处理",
    "done": "● 已完成",
}

SUBMIT_TITLE = "上报"
SUBMIT_OBSTACLES = "还有{count}处没有处理，处理完才能导出："
SUBMIT_READY = "审核没有要处理的，填好三个签名就可以导出。"
SUBMIT_NAMES = "请先填写：{names}。"
SUBMIT_EXPORT = "导出上报包…"
SUBMIT_DONE = "第{version}版已写好，并已读回核对：\n{path}\n请把这个文件交给办公室。"
SUBMIT_AGAIN = "内容没有变化，第{version}版已重新写好，并已读回核对：\n{path}"
SUBMIT_OPEN_FOLDER = "打开所在文件夹"
