"""Words about mistakes in definition files."""

PLACE = "{where}：{problem}"
UNREADABLE = "{file}：读不懂（{reason}）。请按 TOML 写法改正。"
OWN_FOLDER = "{workspace}-定义"
MISSING_FOLDER = "定义文件夹“{folder}”不在。请检查程序是否完整。"
MISSING_KEY = "缺少“{key}”。"
UNKNOWN_KEY = "不认识“{key}”。{suggestion}"
SUGGESTION = "是不是“{near}”？"
EMPTY = "“{key}”不能空着。"
REPEATED = "{what}代码“{code}”重复。"
EXPECTED = "“{key}”应为{kind}，写的是“{found}”。"
EXPECTED_KINDS = {
    "text": "文字（加引号）",
    "integer": "整数",
    "flag": "true 或 false",
    "list": "列表",
    "decimals": "0到6的整数",
    "number": "数字（加引号）",
    "table": "小节",
}
NOT_A_CHOICE = "“{key}”不能是“{found}”，可以是：{known}。{suggestion}"

DUPLICATE = "{what}代码“{code}”重复，另一处在{other}。"
DUPLICATE_NAME = "名称“{name}”已经是指标“{other}”的名称或别名（{file}）。"
UNKNOWN_MEASURE = "不认识计量单位“{found}”。{suggestion}"
OTHER_MEASURE = "计量单位“{found}”与指标的“{wanted}”不同，数不能相比。"
ASKED_ALREADY = "数据项“{code}”已在报表{form}里填报，这里不要再写。"
UNKNOWN_REFERENCE = "{what}“{code}”没有定义。{suggestion}"
INDICATOR = "指标"
FORM = "报表"
UNKNOWN_DEFINITION = "没有“{code}”。{suggestion}可以写表号、规划代码、地方代码、指标文件名，或单位名单文件（.toml）。"
THERE_ALREADY = (
    "“{folder}”里已经有：{files}。要换成工作簿里的，请加 --replace；不换就改工作簿里的代码。"
)
UNKNOWN_PLACE = "“{found}”，定义文件夹里没有这个地方。现有：{known}。请核对单位名单里的 follows，或命令里的 --place。"
SAME_NEEDS_ELEMENT = "只有填数的行才写“{key}”。"
NO_PRINCIPAL = "“{element}”不是另一张报表里填的数据项，不能说与它是同一个数。{suggestion}"
OWN_HEADING = "一个地方自己加的行要有代码。"
GATHERS_NO_LIST = "第{row}行写了 gathers，但这个分表没有写 members（逐个列出哪一类成员）。"
LIST_GATHERS_NOTHING = "逐个列出成员的分表至少要有一行写 gathers（合计、个数或达到要求的个数）。"
NOTHING_DEMANDED = "要数出达到要求的个数，至少有一栏要写 at_least（最低要求）。"
LIST_OF_DEPARTMENT = "逐个列出成员的分表只能放在部门填的报表里。"
MEMBER_CODE = "成员代码“{code}”太短，至少{least}位（如村的12位代码），免得与行代码混淆。"
MEMBER = "成员"
LENGTH_OF_NUMBER = "建议字数只能写在填文字的栏里。"
WRONG_LENGTH = "建议字数应在1到{most}之间，最少的不能多于最多的。"
TEXT_COMPARED = (
    "关系“{text}”拿第{column}栏（{title}）的文字作比较；文字只能要求必填、同填、不同填。"
)
NO_REASON = "常用原因“{text}”太短或只是一个字的重复。请写成至少{least}个字的原因。"
CHOICE_COMPARED = (
    "关系“{text}”拿第{row}行（{title}，选择项）的代码来计算或比大小；"
    "选择项只能写等于或不等于它的某个代码（如 {row} = 1）、必填、同填、不同填。"
)
CHOICE_COMPUTED = "算式用了第{row}行（{title}，选择项），代码不能用来计算。"
CHOICE_WATCHED = "第{row}行（{title}）是选择项，代码不能与上年比变动，请从这里去掉。"
CHOICE_HAS_NO = "选择项的行不写“{key}”。"
CHOICE_SHAPE = "选项“{text}”应写成代码、空格、名称，如：1 是。代码是整数，最多四位。"
CHOICE_IS_KIND = "选项“{text}”不用写，没有数的种类（不适用、无数据等）每一格都能选。"
CHOICES_ALIKE = "选项至少两个，代码和名称都不能重复。"
CHOICE_MEASURED = "指标的算式用了“{element}”，它是选择项（报表{form}第{row}行），代码不能用来计算。"
SUPPLEMENT_LAST = "补充资料（分表{table}）要排在其他分表之后，前面至少有一个分表。"
SUPPLEMENT_COLUMNS = "补充资料（分表{table}）只能有一栏，也不能逐个列出成员。"
PART_UNBOUND = "第{row}行印在第{whole}行的“其中”下，却没有“{whole} ≥ {row}”这样的审核关系，其中各项加起来可能多过合计。"
PART_OVER_WHOLE = "第{row}行印在第{whole}行的“其中”下，审核关系却写成“{row} ≥ {whole}”，写反了。"
MIXED_UNITS = (
    "关系“{text}”把计量单位不同的数相加或对等：{first}、{second}。请换算成同一个计量单位。"
)
PLAN = "规划"
TARGET = "目标"
ELEMENT = "数据项"
RULE = "审核关系"
ROW = "行"
COLUMN = "栏"
TABLE = "表"
UNIT = "填报单位"
DOUBLE_MEANING = "行有代码就要写 {element} 或 {computed} 之一，没有代码的行两者都不能写。"
KIND_NEEDS = "“{kind}”类目标要写“{key}”。"
CIRCULAR = "第{row}行第{column}栏的算式绕回了自己。"
KIND_HAS_NO = "“{kind}”类目标不写“{key}”。"
NOT_OF_KIND = "“{kind}”类目标的“{key}”不能是“{found}”，可以是：{known}。"
EACH_ONLY_BOUNDS = "{scope} 为 {of_each} 的目标只能是 {kind_bound} 或 {kind_milestone}。"
BAD_VALUE = "目标值“{value}”不是数字。"
BAD_RATIO = "比例“{value}”应写成两个数，如 2:3。"
EACH_NEEDS = "{scope} 为 {of_each} 时要写 {each}（哪一类单位）。"
WORDS_NEEDED = "{scope} 为 {of_part}，或者 {each} 为 {each_village}、{each_institution} 时，要写 {scope_words}（原文怎么说）。"
WORDS_NEEDLESS = "只有 {scope} 为 {of_each} 或 {of_part} 时才写“{key}”。"
NO_TABLE = "表“{table}”不在本报表中。"
NOT_A_YEAR = "“{key}”应为四位年份，写的是“{found}”。"
YEARS_REVERSED = "从{since}年起、到{until}年止，前后颠倒。请改正 {valid_from} 或 {valid_to}。"
SUCCESSION_OF_FIRST = "第1版没有上一版，不写衔接。"
SUCCESSION_ROW = "缺少“{row}”（本版的行代码）；停用的行才不写。"
SUCCESSION_ROW_NEEDLESS = "停用的行在本版没有代码，不写“{row}”，上一版的代码写在 {was}。"
CONTINUITY_OF = "{what_word} 为“{what}”时，“{continuity}”不能是“{found}”，可以是：{known}。"
WAS_COUNT = {
    "added": "新增的行上一版没有，不写“{was}”。",
    "renamed": "“{was}”要写上一版的一行。",
    "moved": "“{was}”要写上一版的一行。",
    "split": "“{was}”要写上一版的一行（从哪一行拆出）。",
    "merged": "“{was}”要写上一版的两行以上（由哪几行合并）。",
    "closed": "“{was}”要写上一版停用的行。",
    "redefined": "“{was}”要写上一版的一行。",
}
