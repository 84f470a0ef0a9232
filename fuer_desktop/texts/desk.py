"""Words of the desk's pages: forms, grid, findings, export."""

NAME = "指标名称"
UNIT = "计量单位"
CODE = "代码"
LAST_YEAR_OF = "上年（{column}）"
TABLE_TITLE = "（{code}）{title}"
SUPPLEMENT_TITLE = "（{code}）补充资料　{title}"
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
KEYS = "F1 含义　F2 修改　F4 下一条　F6 写原因　+ 上年数　/ 没有数　* 到行"
TEXT_KEYS = "Enter 打开来写　F2 就地改　F4 下一条　F8 补填　/ 不适用　Ctrl+Z 撤销"
CHOICES = "选填 {choices}"
TEXT_CHARS = "{count}字"
TOOLS = "本表操作 ▽"
FILL_REST = "补填未填的格"
REST_COUNT = "本表还有{count}格未填，勾选的{chosen}格一次补填，可以一步撤销。"
REST_ZERO = "填 &0（核对过，确实为零）"
REST_NOT_APPLICABLE = "选 &1 不适用（本单位没有这项）"
REST_FILL = "补填"
REST_NOTHING = "这张表没有未填的格。"
REST_DONE = "已补填{count}格，按 Ctrl+Z 可以一步撤销。"
LOCKED = "现在只能看，不能改动"
CLOSED_WHY = "这一格不需要填写"
DERIVED_WHY = "这一格由程序计算"
STUB_WHY = "这里是指标的名称、单位和代码，不填数"
NO_REASON_WANTED = "这一格没有要写原因的核实结果。按 F4 到下一条。"
IN_WORDS = "{where}：{value}　{told}"
EMPTY = "未填"
ROSE, FELL = "↑", "↓"
TAG_QUERY = {"asked": "问", "answered": "答"}
TAG_LOCKED = "锁"
TAG_NOTE = "注"
TAG_CHANGED = "改"
MARK_FINDING = "有{severity}审核结果"
MARK_EXPLAINED = "已说明"
MARK_SAVING = {"saved": "", "waiting": "正在存盘", "failed": "没有存上"}
MARK_QUERY = {"asked": "办公室有查询", "answered": "查询已答复"}
MARK_LOCKED = "已锁定"
MARK_CHANGED = "上次导出后改过"
MARK_NOTE = "附注：{note}"
LAST_CELL = "这是最后一格，后面没有要填的了。"
PASTED = "已粘贴{count}格"
PASTE_CHANGED = "其中{count}格改了原来的数"
PASTE_SAME = "{count}格与原来相同"
PASTE_LEFT_OUT = "{count}格落在不用填的地方，没有粘贴"
PASTE_ROWS = "落在第{first}行至第{last}行"
PASTE_UNDO = "。按 Ctrl+Z 可以一步撤销。"
FULL_STOP = "。"
PASTE_NOTHING = "剪贴板里没有能填进这里的数。请先在 Excel 或 WPS 表格里复制一块，再选好起始格粘贴。"
PASTE_REFUSED = "没有粘贴，一格都没有改。请改正下面几处再粘贴："
PASTE_PROBLEM = "{where}：{problem}"
PASTE_MORE = "另有{count}处。"
NEXT_FINDING = "下一条审核结果"
PREVIOUS_FINDING = "上一条审核结果"
CORRECT_SLIP = "照提示改正可能的笔误"
ASK_REASON = "写原因"
CHANGE_SIDE = "在表和审核结果之间切换"
TAKE_LAST_YEAR = "填上年数"
LAST_YEAR_NOTHING = "上年没有这一格的数，请按今年的情况填。"
LAST_YEAR_TAKEN = "已填上年数{count}格，请逐格核对。按 Ctrl+Z 可以一步撤销。"
NOTE = "附注"
NOTE_TOOL = "写附注…"
NOTE_FOR = "{where}的附注（给自己和接手的人看，删空就是去掉）"
NOTE_NOT_HERE = "这一格填的就是文字，不另写附注。"
COPY = "复制"
CUT = "剪切"
PASTE = "粘贴"
GO_TO_ROW = "到某一行…"
FIND = "查找…"
FIND_AGAIN = "查找下一处"
SEEK_CODE = "到行（代码）"
SEEK_TEXT = "查找（名称、数、附注）"
SEEK_NO_CODE = "没有代码是“{code}”的行"
SEEK_NOTHING = "没有找到“{text}”"
ENTER_DOWN = "回车向下走（不勾选则向右）"
ZOOM_IN = "放大表格"
ZOOM_OUT = "缩小表格"
ZOOM_NORMAL = "表格恢复原大小"
HISTORY = "这一格的来历"
HISTORY_TOOL = "这一格的来历…"
HISTORY_HEADERS = ("时间", "谁（哪台电脑）", "怎样", "原来", "改成")
HISTORY_NONE = "这一格还没有填过。"
CLOSE = "关闭"
CUT_DONE = "已剪切{rows}行{columns}列，格子已清空。按 Ctrl+Z 可以一步撤销。"
COPIED = "已复制{rows}行{columns}列，可以粘贴到 Excel 或 WPS 表格。"
HEADING_WHY = "分组标题，不填数"
CHOOSE_KIND = "没有数，是因为"
KIND_CHOICES = {
    "not_applicable": "&1 不适用（本单位没有这项）",
    "no_data": "&2 无数据（应有而没有，写原因）",
    "included": "&3 并入别处（写明并到哪里）",
    "blank": "&0 清空，回到未填",
}

RECOVERED = "上次没有正常关闭（停电、死机或被强行结束），填过的数都在"
RECOVERED_LAST = "最后存盘：{at}　{form}　{where} = {content}"
RECOVERED_TYPED = "正在输入、还没有按回车的那一格，请看一眼再往下填。"
RECOVERED_GO = "接着填这一格"
RECOVERED_DISMISS = "知道了"

HOME_TITLE = "{place} {year}年度 · {unit}"
HOME_STATE = "{state} · 应报 {deadline}（{left}）"
HOME_FORMS = "要填的报表"
HOME_FILLED = "{code}    已填 {filled}/{cells}"
HOME_OPEN = "打开报表"
HOME_NEXT_FILL = "先填报表：从“{form}”开始。"
HOME_NEXT_CHECK = "数都填了，还有{count}处审核结果要处理。"
HOME_NEXT_SUBMIT = "审核没有要处理的，可以上报。"
HOME_SUBMITTED = "第{version}版已导出。再改动后要重新导出，交新的一版。"
HOME_DONE = {
    "submit": (HOME_NEXT_SUBMIT, HOME_SUBMITTED),
    "paper": (
        "审核没有要处理的，可以收下。",
        "第{version}版已收下。该单位更正重新盖章的，照着改后再收一版。",
    ),
}
"""What to do next, before and after the first version was handed in or taken in."""
HOME_GO = {"forms": "去填报", "submit": "去上报", "paper": "去收下"}
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
