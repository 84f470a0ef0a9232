"""Words on the office's pages: tasks, taking in, board, indicators."""

# --- shared ---------------------------------------------------------------------------------

NO_TASK_TITLE = "还没有任务"
NO_TASK_TEXT = "先建立本年度的任务，把任务包发给各单位；单位报来上报包以后，再到这里接收、查看。"
GO_TASKS = "去建任务"
GO_INTAKE = "去接收上报包"
FILTER = "直接输入可筛选：{what}"
READING = "正在读取…"
NOTHING_FOUND = "没有符合“{text}”的行。按 Esc 清除筛选。"
NOTHING_LEFT = "没有符合所选条件的行。"
VERSION = "第{number}版"
SIGNED = "{sign} {word}"
SWITCH_ON = "✓ {text}"
JOIN = " · "
LIST = "、"

# --- tasks ----------------------------------------------------------------------------------

TASKS_TITLE = "任务"
TASKS_FIRST = "先建立本年度的任务：选好单位名单，写出任务包，再把任务包分别发给各单位。还没有名单，可以先用演练名单走一遍。"
TASK_HEADERS = ("代码", "年度", "应报日期", "单位数", "已收数")
NEW_TASK = "新建任务"
UNITS_FILE = "单位名单"
UNITS_HINT = "列出各填报单位的文件（.toml）"
CHOOSE_FILE = "选文件…"
USE_PRACTICE = "用演练名单"
PRACTICE_TIP = "随程序带来的虚构的县，只供练习"
DATA_YEAR = "数据年度"
DEADLINE = "应报日期"
DATE_FORMAT = "yyyy-MM-dd"
TASK_OUT = "任务包存放在"
TASK_OUT_HINT = "写出任务包的文件夹"
TASK_FOLDER = "任务包"
CHOOSE_OUT_FOLDER = "选文件夹…"
MAKE_TASK = "建任务并写出任务包"
TASK_LASTS = "照原样可以放心再写一遍。下发以后有改动的，也按这个键：先看改动，再决定是否修订。"
REVISE = "修订任务并写出任务包"
LEAVE_TASK = "不修订"
REVISION_TITLE = "任务{task}已经下发。按现在的内容，这是第{number}次修订："
REVISION_LINE = "• {change}"
REVISION_MORE = "• 另有{count}处改动。"
REVISION_LASTS = (
    "修订以后要把新的任务包再发给各单位。没有打开新任务包的单位仍可按原来的表样上报，程序会换算。"
)
NOT_REVISED = "没有修订，任务照原来下发的不变。"
TASK_REVISED = "{place}{year}年度的任务已作第{number}次修订，{count}个任务包已写到“{folder}”。请分别发给各单位。"
CODE_REVISED = "{code}（第{number}次修订）"
CHOOSE_UNITS = "选单位名单"
CHOOSE_TASK_OUT = "任务包存放到哪个文件夹"
UNITS_FILES = "单位名单 (*.toml)"
UNITS_FIRST = "请先选单位名单，或用演练名单。"
OUT_FIRST = "请先选任务包存放的文件夹。"
MAKING = "正在写出任务包…"
TASK_MADE = "{place}{year}年度的任务已建立，{count}个任务包已写到“{folder}”。请分别发给各单位。"
TASK_AGAIN = "{place}{year}年度的任务早已建立，没有改动；{count}个任务包照原样又写到“{folder}”。"
TASK_CANCELLED = "已取消，任务包没有写全。照原样再按一次“建任务并写出任务包”，即可写全。"
TASK_REFUSED = "没有建任务。请按上方的说明改好单位名单，再按一次“建任务并写出任务包”。"
TASK_STOPPED = "没有做完。请按上方的说明处理，再按一次“建任务并写出任务包”。"
MORE_PROBLEMS = "另有{count}处，改好以上各处后再看。"
OPEN_FOLDER = "打开所在文件夹"

DEFINITIONS_TITLE = "报表定义"
DEFINITIONS_TEXT = (
    "报表可以在Excel或WPS里新增和修改：导出工作簿，填好后读入。读入的报表存放在工作库旁名称以“-定义”结尾的文件夹，"
    "从下一次建任务起使用。"
)
EMPTY_WORKBOOK = "空白工作簿（新增报表）"
EMPTY_WORKBOOK_FILE = "新增报表"
EXPORT_DEFINITION = "导出工作簿…"
IMPORT_DEFINITION = "读入工作簿…"
WORKBOOK_FILES = "工作簿 (*.xlsx)"
DEFINITION_WRITTEN = "已写到“{path}”。填好后按“读入工作簿…”。"
READING_WORKBOOK = "正在读工作簿…"
DEFINITION_TAKEN = "已读入{count}个定义，从下一次建任务起使用。"
TAKEN_WITH_WARNINGS = "已读入。下面几处是照这样理解的，请看一遍："
DEFINITION_REFUSED = "没有读入：有{count}处要改。原有的定义没有变。"
FOLDER_NOT_OPENED = "打不开文件夹“{folder}”。请在文件管理器里打开。"

# --- taking in ------------------------------------------------------------------------------

TAKE_IN = "选文件夹接收…"
CANCEL = "取消"
CHOOSE_FOLDER = "选存放上报包的文件夹"
INTAKE_EMPTY_TITLE = "还没有接收过上报包"
INTAKE_EMPTY_TEXT = (
    "选存放上报包（.fuer 文件）的文件夹，或把文件夹、上报包拖到这里。\n"
    "子文件夹里的也会收下；同一文件夹可以放心再收一次，已收的不会重复。"
)
INTAKE_HEADERS = ("结果", "单位", "版本", "文件", "次", "时间", "说明")
RUN = "{number}"
RUN_UNDONE = "{number} 已撤回"
ALL_OUTCOMES = "全部结果"
OUTCOME_BOX = "只看哪种结果"
UNDO_RUN = "撤回第{number}次接收…"
UNDO_RUN_NONE = "撤回这次接收…"
SAVE_REPORT = "保存这次的结果…"
COPY_FAILED = "拷出没收下的…"
UNDO_ASK = "撤回第{number}次接收？这一次收下的上报包、征询包不再留存，放在一边的也去掉；记录仍在，标明已撤回。同一文件夹以后可以再收。"
UNDO_YES = "撤回"
UNDO_NO = "不撤回"
CHOOSE_REPORT = "结果存成哪个文件"
CSV_FILES = "表格文件 (*.csv)"
CHOOSE_FAILED = "没收下的文件拷到哪个文件夹"
REPORT_SAVED = "第{number}次接收的结果已存到“{path}”。"
INTAKE_FILTER = "结果、单位、文件"
ONLY_ATTENTION = "只看需处理的"
NO_UNIT = "（读不出）"
PROGRESS = "%v / %m"
CHOSEN_LINE = "{file}：{message}"
STARTING = "正在接收…"
BUSY = "上一次接收还没有完，这一次的没有接收。请等它收完，或取消，再来一次。"
CHOOSE_LINE = "选中一行，这里显示它的说明全文。"

LOG_SUMMARY = "共{count}条接收记录，最近一条在{at}。"
TIME = "%m-%d %H:%M"
FULL_TIME = "%Y-%m-%d %H:%M"
RUN_SUMMARY = "本次{count}个文件：{tally}。"
RUNNING = "正在接收，已有结果的：{count}个。"
CANCELLED = (
    "已取消，收到一半停下：{count}个文件已有结果并存盘，其余没有动。再收一次同一文件夹即可接着收。"
)
INTERRUPTED = "接收中断：{count}个文件已有结果并存盘，其余没有动。"
WHAT_TO_DO = {
    "conflict": "冲突的两版都暂不计入，请到“待定”页选定一版，或把差异退回该单位。",
    "accepted": "已验收的单位又报来新版，留作历史，仍以验收的一版为准。",
    "inquiry": "征询包不计入，请到“征询”页看它问的是什么。",
    "untrusted": "签名不符的没有计入，都放在一边：请到“待定”页处理，改动过的请让单位重新导出。",
    "unknown_unit": "单位不认识的没有计入，请核对单位名单，或确认是否拿错了文件。",
    "wrong_year": "年份不符的没有计入，请核对是否拿错了文件。",
    "wrong_forms": "表样版本不符的没有计入，请让单位打开本年度的任务包，再报一版。",
    "damaged": "损坏的没有计入，请重新拷贝，或让单位重新导出。",
    "refused": "不收的没有计入，请看说明。",
}

# --- board ----------------------------------------------------------------------------------

BOARD_HEADERS = ("单位", "状态", "版本", "标记")
BOARD_FILTER = "单位、状态、表号"
ONLY_MISSING = "只看未报"
COPY_MISSING = "复制催报名单"
BOARD_SUMMARY = "应报{due}　已收{received}{paper}　未报{missing}{rest}{names}"
BOARD_ABOUT = "{year}年度 · 应报{deadline}（{left}）"
LEFT = "还有{days}天"
LAST_DAY = "今天截止"
OVER = "已过{days}天"
CONFLICTS = "　冲突{count}"
MISSING_NAMES = "：{names}"
MORE_NAMES = "{names}等{count}个（按“只看未报”逐个看）"
ALL_RECEIVED = "没有未报的单位。"
MOST_NAMES = 8
"""More names than these are counted; the list below shows every one."""
UNIT_STATES = {"received": "已收", "accepted": "已验收", "missing": "未报", "conflict": "冲突"}
WRITE_RECEIPTS = "写回执…"
ACCEPT = "验收所选单位…"
CHOOSE_RECEIPTS = "回执存放到哪个文件夹"
RECEIPTS_WRITTEN = "{count}份回执已写到“{folder}”，请分别交给各单位。"
ACCEPT_ASK = "验收{unit}第{version}版？验收后这一版定住，以后报来的新版不再代替它。验收写成回执，交给该单位。"
ACCEPT_YES = "验收"
ACCEPT_NO = "不验收"
ACCEPTED_SAID = "{unit}第{version}版已验收，回执已写到“{path}”，请交给该单位。"
LATE = "逾期"
LEGEND = "一行一个单位，一栏一张报表：{signs}　空白 不由该单位填报。鼠标停在表头上看报表名称。"
LEGEND_GAP = "　"
FORM_TIP = "{code} {title}"
NOT_DUE = "不由该单位填报"
ALL_FORMS = "{count}张报表（{forms}）"
CALL_HEAD = "{place} {year}年度监测报表，应报{deadline}，至今未报的{count}个单位："
CALL_LINE = "{number}. {unit}\t{forms}\t{late}"
CALL_LATE = "已逾期{days}天"
CALL_COPIED = "催报名单（{count}个单位）已复制，可以粘贴到通知或表格里。"

# --- indicators -----------------------------------------------------------------------------

RESULTS_EMPTY_TITLE = "还没有可以评价的数据"
RESULTS_EMPTY_TEXT = "本年度还没有收下任何单位的上报包。接收以后，指标和目标评价随即算出。"
TARGET_FILTER = "目标、状态"
ONLY_CONCERNING = "只看要关注的"
ONLY_CONCERNING_TIP = "偏离目标、预计达标困难、未保持、未达标"
PLAN_HEAD = "{title}  {count}条"
DEMAND = "规划要求（{year}年）：{demand}{unit}"
PRINTED = "原文：{sentence}"
DEMAND_UNIT = "　单位：{unit}"
WHERE_FROM = "{domain} · {plan}"
FLAGS = "（{flags}）"
EXPORT = "导出图…"
CHOOSE_OUT = "图存放到哪个文件夹"
EXPORTED = "已导出{count}个文件到“{folder}”：{files}。"
WHOLE = "全域（由分子分母重算）"
WHOLE_COUNT = "全域（各单位相加）"
VALUE_HEADERS = ("单位", "值", "分子", "分母", "说明")
VALUE_HEADER = "值（{unit}）"
MISSING_UNITS = "缺{count}个单位：{names}"
UNASKED = "还没有报表填报{elements}"
NOT_COUNTED = "未报或有冲突，没有计入"
NOT_FILLED = "有格子未填或无数据"
NOT_COMPUTABLE = "分母为0或不适用，算不出"
INDICATOR_WHERE = "{code} · {indicator}：{definition}"
TARGET_SPOKEN = "{wording}，{state}，{value}"

VALUES_NAME = "历年数值"
