"""Words of official forms as workbooks: on the sheets, about what was read, about what was done."""


# --- on the sheets -------------------------------------------------------------------------

MARK = "识别行（请勿改动）"
MARK_FORM, MARK_VERSION, MARK_TABLE = "表号", "版本", "分表"
MARK_UNIT, MARK_YEAR, MARK_PRACTICE = "单位", "年度", "演练"
YES = "是"

SHEET = "{form}"
SHEET_OF_TABLE = "{form} 表{table}"
NOTES_SHEET = "填报说明"
LAST_YEAR = "上年\n{title}"
LAST_YEAR_CODE = "{code}@上年"
PRACTICE_TITLE = "{title}（演练）"
PAGE = "第&P页　共&N页"
GAP = "　　"

STYLES = {
    "mark": "识别行",
    "title": "表名",
    "line": "表头行",
    "line_right": "表头行右",
    "head": "栏目",
    "code": "栏次",
    "name": "指标名称",
    "fixed": "单位代码",
    "text": "填写文字",
    "closed": "不填",
    "before": "上年数{decimals}",
    "number": "填写数{decimals}",
    "derived": "计算数{decimals}",
    "note": "说明",
}


PROMPT_TITLE = "填写"
PROMPT_WHOLE = "填整数。{signs}"
PROMPT_DECIMALS = "填数，最多{decimals}位小数。{signs}"
PROMPT_SIGNS = "没有数时填：—（不适用）、无数据：原因、并入：并到哪里。"
ERROR_TITLE = "不能这样填"
ERROR_WHOLE = "这一格填整数，最多{digits}位。{signs}没有填的格空着。"
ERROR_DECIMALS = "这一格填数，最多{decimals}位小数。{signs}没有填的格空着。"
PROMPT_CHOICE = "选一项：{choices}。{signs}"
ERROR_CHOICE = "选项是：{choices}。{signs}确认就按您写的填吗？"
SUPPLEMENT = "补充资料　{title}"
PROMPT_TEXT = "填文字，最多{most}个字。"
ERROR_TEXT = "最多{most}个字，请删短。"

HOW_TO = (
    "这份工作簿由“妇儿规划监测”导出，可以用 Excel 或 WPS 填写，填好后在程序里“从工作簿导入”。",
    "只有白色的格可以填写。有底纹的格由公式计算，灰色的格不填。",
    "没有数时：不适用填“—”；无数据填“无数据：原因”；并入别处填“并入：并到哪里”。0 表示核实过没有，空着表示未填。",
    "工作表没有加密码，可以撤销保护后插入行列、调整次序、改工作表名。请不要改识别行、代码列和栏次行，程序靠它们认格。",
    "导入前程序会先列出新增、更改、相同、有错的格，确认后才写入；空着的格不会清除已填的数。",
)
HOW_TO_TITLE = "怎样填写"

# --- what was read -------------------------------------------------------------------------

NOTHING_FOUND = "这个工作簿里没有找到报表。请用程序里“导出工作簿”得到的文件填写；识别行（第一行“表号=……”）和栏次行（甲、丙、1、2……）要留着。"
NOTE = "“{sheet}”：{note}"
NOT_READ = "不是报表（没有识别行），没有读。"
UNKNOWN_FORM = "是报表{form}，不是本单位本年度要填的报表（{known}），没有读。"
UNKNOWN_TABLE = "是{form}的分表{table}，这一版报表没有这张分表，没有读。"
NO_TABLE = "看不出是{form}的哪一张分表，没有读。请把识别行复制回来。"
OTHER_UNIT = "是单位{found}的表，不是本单位（{own}）的，没有读。"
OTHER_YEAR = "是{found}年度的表，现在填的是{own}年度，没有读。"
OTHER_VERSION = "是{form}第{found}版，现在用第{own}版，行和代码可能变了，没有读。请导出现在的版本，把数复制过去。"
PRACTICE_HERE = "是演练用的表，不能导入正式的工作库，没有读。"
REAL_HERE = "是正式的表，现在打开的是演练的工作库，没有读。"
TWICE = "和“{other}”是同一张表（{form}分表{table}），两张都没有读。请删掉一张，只留要导入的。"
NO_CODES = "找不到栏次行（甲、丙、1、2……），这张表没有读。请把栏次行复制回来。"
MISSING_COLUMNS = "没有第{columns}栏，这几栏没有读。"
DOUBLE_COLUMN = "栏次“{column}”有两列（{first}列、{second}列），这一栏没有读。请只留一列。"
MISSING_ROWS = "没有代码为{rows}的行，这些行没有读。"
UNKNOWN_ROW = "第{row}行的代码“{code}”不在这张表里，没有读。"
ROW_WITHOUT_CODE = "第{rows}行有数，但没有代码，没有读。"
HIDDEN_SHEET = "工作表是隐藏的，也读了。"
CLOSED_FILLED = "{cells}不用填，里面的内容没有读。"
WITHOUT_MARK = "识别行不在了，没有核对单位和年度。"

DOUBLE_ROW = "代码{code}有几行（第{rows}行），没有读。请只留一行。"
MERGED = "单元格合并了（{range}），没有读。请取消合并，每一格都填上。"
FIGURE_UNFIT = {
    "d": "被表格软件变成了日期或时间（{found}）。请把单元格格式改为“数值”再重新填。",
    "b": "是逻辑值{found}，不是数。请重新填。",
}
SHOWN_OTHERWISE = "存的是{found}，但显示成了别的（百分数、以万计等），不知道哪个对。请把单元格格式改为“数值”，核对后再导入。"
REASON_MISSING = "“{kind}”要写原因，例如“{kind}：设备故障未统计”。"
AS_TEXT = "按文字填的，读作{value}。"
FROM_NUMBER = "文字格里是数，按文字读。"
FROM_DATE = "文字格里是日期，按文字读。"

PROBLEM = "“{sheet}”{address}，{cell}：{problem}"

# --- beside what stands in the form --------------------------------------------------------

COMPARED = {
    "new": "新填",
    "changed": "更改",
    "wrong": "有错",
    "unsettled": "待定",
    "blank": "空白",
    "same": "相同",
}
UNSETTLED_SIGN = "“{sign}”是什么意思还没有定，请在上面选定。"
UNSETTLED_REASON = "“{sign}”要写原因，请在上面选定并写原因。"
MARK_SIGN = "“{sign}”不是数，也没有说明是哪一种。{signs}"
SETTLED = "“{sign}”按“{kind}”读入。"
BLANK_KEEPS = "工作簿里空着，原来的数不变；要清除请勾选“空白也清除”。"
FINDING = "审核{severity}类：{message}"
COMMENT = "{before}妇儿规划监测：{said}"
NOT_OVER_ITSELF = "标错的副本不能写回“{file}”本身，请换一个文件名。"

# --- at the desk ---------------------------------------------------------------------------

EXPORT = "导出工作簿…"
IMPORT = "从工作簿导入…"
EXPORT_TITLE = "导出报表工作簿"
IMPORT_TITLE = "选填好的报表工作簿"
FILES = "Excel 工作簿 (*.xlsx)"
FILE_NAME = "{form} {title} {year}年度.xlsx"
EXPORTED = "已导出：{path}"
READING = "正在读“{file}”……"
STOP = "停止"
PREVIEW_TITLE = "从工作簿导入"
PREVIEW_HEAD = "“{file}”导入《{form}》"
PREVIEW_ABOUT = "按“导入”以前什么都不写入；导入算一步，可以按 Ctrl+Z 撤销，导入前自动备份。"
COUNTED = "{class_} {count}"
FILTER = "查找行、栏、说明"
HEADINGS = ("导入", "类别", "项目", "位置", "现在的数", "工作簿的数", "说明")
FIGURES = ("现在的数", "工作簿的数")
AT = "{sheet}!{cell}"
SIGNS = {"new": "＋", "changed": "→", "wrong": "✖", "unsettled": "？", "blank": "○", "same": "＝"}
SIGNED = "{sign} {word}"
SETTLE = "待定的写法"
SETTLE_SIGN = "“{sign}”（{count}格）"
SETTLE_AS = "按"
SETTLE_KINDS = {
    "not_applicable": "不适用",
    "number": "0（核对过，确实为零）",
    "no_data": "无数据",
    "included": "并入",
}
SETTLE_REASON = "原因或并到哪里，至少{least}个字"
SETTLE_DO = "选定"
TICKED, NOT_TICKED = "导入", "不导入"
CLEAR_BLANKS = "空白也清除（{count}格）"
MARK_COPY = "写一份标错的副本…"
MARK_TITLE = "标错的副本存到哪里"
MARK_NAME = "{name}（标错）.xlsx"
MARKED = "已标出{count}格，副本（不带图片和图表）在：{path}"
NO_MARKS = "没有要标的错。"
MARKING = "正在写标错的副本……"
DO_IMPORT = "导入{count}格"
IMPORTED = "已从“{file}”导入{count}格，按 Ctrl+Z 可以一步撤销。"
CHOOSE_LINE = "选一行，在这里看这一格的说明。按空格勾选或取消勾选。"
NOTHING_SAID = "没有要说明的。"
NOTES = "没有读的：{notes}"
MORE_NOTES = "……还有{count}条，把光标停在这里看。"
OTHER_FORMS = "工作簿里还有《{forms}》，请转到那张表再导入一次。"
NO_LINES = "这个工作簿里没有可以导入这张表的数。"
ALL_SAME = "工作簿和表里的数完全相同，不用导入。"

NOT_SAVED_YET = "有{count}格还没有存盘，存好后再导出。请先按右上角的“再存一次”。"
