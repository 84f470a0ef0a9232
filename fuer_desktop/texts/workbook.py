"""Words about workbooks: what stands in the way of reading one, and what was found in its cells."""

# --- files that are not read ---------------------------------------------------------------

NOT_A_WORKBOOK = (
    "这不是 Excel 工作簿（.xlsx）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再试。"
)
OLD_WORKBOOK = "这是旧格式的表格文件（.xls、.et），只是改了后缀。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再试。"
TEXT_FILE = "这是文本或 CSV 文件，不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再试。"
BINARY_WORKBOOK = "这是二进制工作簿（.xlsb）或其他表格格式。请另存为“Excel 工作簿（.xlsx）”再试。"
STRICT_WORKBOOK = "这是“Strict Open XML”格式的工作簿。请另存为普通的“Excel 工作簿（.xlsx）”再试。"
ENCRYPTED = "工作簿设了打开密码，读不了。请在 Excel 或 WPS 里取消密码，保存后再试。"
DAMAGED = "工作簿不完整或已损坏。请重新复制或重新保存一份再试。"
TOO_LARGE = "工作簿超过{limit}MB，不可能是填好的表。请核对是否拿错了文件。"
TOO_MANY_PARTS = (
    "工作簿里有{count}个部件，最多{limit}个。请把要读的工作表复制到新工作簿，保存后再试。"
)
TOO_MUCH_INSIDE = (
    "工作簿展开后超过{limit}MB，不可能是填好的表。请把要读的工作表复制到新工作簿，保存后再试。"
)
TOO_DENSE = "工作簿的部件“{part}”展开后是原来的{limit}倍以上，不像正常的表。请把要读的工作表复制到新工作簿，保存后再试。"
HAS_DOCTYPE = "工作簿的部件“{part}”里有文档类型声明（DOCTYPE），表格软件不会这样写，不能读。请在表格软件里重新保存一份再试。"
HAS_MACRO = "工作簿里有宏。请另存为不带宏的“Excel 工作簿（.xlsx）”再试。"
HAS_LINKS = "工作簿引用了别的工作簿。请在“数据—编辑链接”里断开链接，保存后再试。"
HAS_CONNECTIONS = "工作簿里有外部数据连接。请删除连接，保存后再试。"
HAS_OBJECTS = "工作簿里嵌入了别的文件或控件。请删除嵌入的对象，保存后再试。"
BEYOND = "工作簿的部件“{part}”里，{cell}有内容或格式，超出{rows}行{columns}列。请删除表格以外多余的行和列（整行整列删除），保存后再试。"
WIDE_RANGE = (
    "工作簿的部件“{part}”里，{ref}合并或链接的范围超出{rows}行{columns}列。请取消，保存后再试。"
)
TOO_SLOW = (
    "读这个工作簿超过{limit}秒，已停下。请把要读的工作表复制到新工作簿，只粘贴值，保存后再试。"
)
GAVE_UP = "读这个工作簿时中断了（内容太多或不正常）。请把要读的工作表复制到新工作簿，只粘贴值，保存后再试。"
CALLED_OFF = "已停止读工作簿，没有读入任何内容。"
NO_CHILD = "不能开始读工作簿（{reason}）。请重新启动程序再试。"

# --- places --------------------------------------------------------------------------------

SHEET = "“{sheet}”"
ROW = "“{sheet}”第{row}行"
CELL = "“{sheet}”第{row}行“{heading}”（{cell}）"
COLUMN = "“{sheet}”{letter}列"
AREA = "“{sheet}”{ref}"
FILE = "“{file}”"
SENTENCE = "{where}：{problem}"

# --- sheets and headings ---------------------------------------------------------------------

UNKNOWN_SHEET = "不认识这张工作表，没有读。"
RENAMED_SHEET = "不认识这张工作表，像是“{near}”。请把工作表名改成“{near}”；不要读的请删掉。"
SECOND_SHEET = "另有一张“{near}”，这一张没有读。"
LIST_SPREAD = "粘贴的关系分成了{count}条，编号{first}至{last}。"
NOTHING_TO_READ = (
    "工作簿里没有填写的内容（示例行不算）。请用 export-definition 导出一份空的工作簿，照着示例填。"
)
HIDDEN_SHEET = "工作表是隐藏的，也读了。"
HIDDEN_ROWS = "第{rows}行是隐藏的，也读了。"
HIDDEN_COLUMNS = "{columns}列是隐藏的，也读了。"
NO_HEADINGS = "找不到标题行。标题应为：{headings}。"
MISSING_HEADING = "标题行里没有“{heading}”这一列，这一列必须有。请补上；可以从空工作簿里复制标题。"
UNKNOWN_HEADING = "不认识标题“{heading}”。{suggestion}请改成说明里的标题；不要读的请删掉整列。"
IGNORED_HEADING = "不认识标题“{heading}”，这一列没有读。"
DOUBLE_HEADING = "标题“{heading}”重复，另一列是{letter}列。请只留一列。"
NO_HEADING = "第{row}行有内容，但这一列没有标题。请补上标题或删掉整列。"
MERGED = "单元格合并了。请取消合并，每一格都填上。"
HEADING_AGAIN = "又是一行标题。请删掉这一行；一张工作表只要一行标题。"
ROW_RUN = "{first}—{last}"
EXAMPLES = "第{rows}行是示例，没有读。"
SAME_ROW = "与第{row}行完全相同。请删掉其中一行。"

# --- rows ----------------------------------------------------------------------------------

NO_HEAD = "里面没有一行，下面的内容不知道属于谁。请先在这里写一行。"
OWNER_NEEDED = "没有写属于哪一个。可以写：{known}。"
OWNER_UNKNOWN = "“{found}”不在“{sheet}”里。{suggestion}"
VERSION_NEEDED = "“{found}”有几个版本，要在“{heading}”里写清是哪一个：{known}。"
TABLE_NEEDED = "这张报表有几个分表，要写清是哪一个：{known}。"
TABLE_UNKNOWN = "“{found}”不在“{sheet}”里。{suggestion}"
FILE_NEEDED = "没有写写进哪个文件。请写英文文件名，不带后缀，如 health。"
CODE_NEEDED = "不能空着。"
SAME_FILE = "“{found}”与第{row}行重复。"
BAD_NAME = "“{found}”不能做文件名。只能用文字、字母、数字、连字符和下划线。"

# --- cells ---------------------------------------------------------------------------------

NUMBER_AS_CODE = (
    "是数字{found}；代码要写成文本，例如 {wanted}。请把单元格格式改为“文本”再重新输入。"
)
AS_TEXT = "文本{found}"
SHOWN_OTHERWISE = (
    "存的数是{found}，显示的不是它（格式“{shown}”）。请把单元格格式改为“常规”，看清楚再写。"
)
DATE = "被表格软件变成了日期或时间（{found}）。请把单元格格式改为“文本”再重新输入。"
BOOLEAN = "是逻辑值{found}。请改写成文字；“是”“否”两个字就行。"
ERROR = "是表格软件的错误值{found}。请改正或清空。"
FORMULA_TAKEN = "是公式，按算出的结果“{found}”读入。"
FORMULA_EMPTY = "是公式，但没有存下算出的结果。请在 Excel 或 WPS 里打开并保存一次，或直接写上结果。"
FOLDED = "“{found}”里有全角字符，按“{read}”读入。"
TRIMMED = "“{found}”前后有空格或换行，按“{read}”读入。"
BLANK_IN_CODE = "代码“{found}”中间有空格或换行（换行显示为↓）。请去掉。"
NOT_WHOLE = "“{found}”不是整数。只写整数，不带单位。"
NOT_NUMBER = "“{found}”不是数字。只写数字，不带单位和%。"
NOT_FLAG = "“{found}”应为“是”或“否”。"
NOT_A_CHOICE = "不能是“{found}”，可以是：{known}。{suggestion}"

UNWRITABLE_KEY = "{file}：“{key}”在工作簿里没有位置，不能导出。"
UNKNOWN_FILE = "{file}：看不出是报表、规划、指标、地方还是单位名单，不能导出。"

# --- the sheet that explains ---------------------------------------------------------------

AUTHOR = "妇儿规划监测"
REQUIRED_MARK = "＊"
EXAMPLE = "示例"
FONT = "微软雅黑"
COMMENT = "{hint}\n例：{example}"
CHOICE_TITLE = "请从列表里选"
CHOICE_ERROR = "这一格只能选列表里有的，或者空着。"
GUIDE = (
    "这本工作簿用来写定义：报表、规划、指标、地方、填报单位。填好保存，再用程序读回去。",
    "一张工作表一类内容，工作表名和标题不要改；标题带＊的必须填；鼠标放在标题上有说明。",
    "一行一项，按印出来的顺序从上往下写。空行不要紧；不要合并单元格，不要写公式。",
    "代码（表号、行代码、栏代码、数据项代码）一律是文本：01 不是 1。各列已经设成文本格式，直接输入就行；从别处粘贴时用“选择性粘贴—数值”。",
    "几个代码写在一格里，用“、”分开，如 02、03。",
    "有下拉列表的从列表里选。",
    "“示例”开头的行只是样子，读的时候跳过；照着填完可以删掉。",
    "读的时候有错，程序一次列出全部：哪张工作表、第几行、哪一格、怎么改。改完再读，不会留下一半。",
)
GUIDE_SHEETS = "各工作表："
GUIDE_SHEET = "{sheet}：{purpose}"
