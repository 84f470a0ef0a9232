"""Words of official forms as workbooks: on the sheets, about what was read, about what was done."""

from fuer_desktop.texts import entry

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

NOT_APPLICABLE = entry.KIND_SIGNS["not_applicable"]
WITH_REASON = "{kind}：{reason}"

PROMPT_TITLE = "填写"
PROMPT_WHOLE = "填整数。{signs}"
PROMPT_DECIMALS = "填数，最多{decimals}位小数。{signs}"
PROMPT_SIGNS = "没有数时填：—（不适用）、无数据：原因、并入：并到哪里。"
ERROR_TITLE = "不能这样填"
ERROR_WHOLE = "这一格填整数，最多{digits}位。{signs}没有填的格空着。"
ERROR_DECIMALS = "这一格填数，最多{decimals}位小数。{signs}没有填的格空着。"
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
