"""Words about 凭盖章件: figures of a unit without the program, entered and taken in by the office."""

NAME = "凭盖章件"
FOLDER = "{workspace}-凭盖章件"
MARK = "凭盖章件代录"
OPENED = (
    "凭盖章件代录：照该单位的盖章纸件（或盖章的工作簿）录入，只录纸上有的，不代填、不代改。"
    "纸上的数审核不过的，请该单位更正后重新盖章；录好后在“收下”页收下。"
)
BEHIND = (
    "{unit}现在计入的是第{version}版，不是在这里录的。请按手上的盖章件逐格核对，再收下新的一版。"
)

CONFLICT_FIRST = (
    "{unit}已有互不包含的几版（冲突）：可以先录，办公室选定一版或退回该单位以后才能收下。"
)
ACCEPTED_FIRST = "{unit}第{version}版已验收，以它为准：盖章件可以录来核对，不能收下。"

NOT_ONE = "“{path}”不是凭盖章件代录的工作库。请从办公室的汇总表选单位，再按“凭盖章件录入…”。"
IS_ONE = "这是凭盖章件代录的工作库，数是办公室录的，不能当作该单位的来上报、征询、交接或打开退回包和回执。录好后请用“收下”。"
OFFICE_LOST = "办公室工作库“{path}”不在。请把“{folder}”文件夹放回它旁边，再收下。"
OTHER_OFFICE = "“{path}”不是建这个代录工作库的办公室。请打开原来的办公室工作库。"
NO_TASK = "办公室工作库里没有任务{task}，没有收下。请核对是否拿错了工作库。"
TASK_CHANGED = (
    "办公室改过{unit}的报表，这里还是原来的表样，没有收下。请回到办公室，从汇总表再打开一次。"
)

IN_CONFLICT = (
    "{unit}已有互不包含的几版（冲突），没有收下。请先在办公室选定一版，或退回该单位，再收下。"
)
IS_ACCEPTED = "{unit}第{version}版已验收，以它为准，盖章件没有收下。"
BLOCKED = (
    "没有收下：还有{count}处没有处理的审核结果。录错的请改正；纸上就是这样的，"
    "请把清单告诉{unit}，由该单位更正后重新盖章；核实属实的，按 F6 写明该单位说的原因。\n{first}"
)
LIST_HEAD = (
    "{unit}：{year}年度盖章件上有{count}处审核不过，请核对更正后重新盖章（属实的请说明原因）："
)
LIST_LINE = "{number}. {form}：{message}"

BY, SEEN, TOLD, DESPITE = "录入人", "看到的盖章件", "原因从何而来", "核对码不同仍收下的原因"
EMPTY = "请填写“{what}”，再收下。"
TOO_LONG = "“{what}”最多{most}个字，现在有{count}个字。请写短一些。"
TOLD_MISSING = (
    "有{count}条审核结果写了原因。请填写“原因从何而来”：纸上写明的，还是电话里谁说的、哪天说的。"
)
SEEN_USUAL = "盖章纸件，{date}收到"
TOLD_BY = "{by}（凭盖章件代录，{told}）"

PAGES_SAME = "核对码{count}页相同"
PAGES_OTHER = "核对码{count}页不同（{reason}）"
NO_CHECK = "纸上无核对码"
JOIN = "，"
SEEN_WITH = "{seen}；{pages}"
DIFFERS = (
    "没有收下：有{count}页的核对码与录入的数不同。录错的请改正；盖章件上有手写更正的，"
    "请在“核对码不同仍收下的原因”写明（至少{least}个字）。\n{pages}"
)
DIFFERENCE = "{name}：纸上{paper}，录入{file}"

RUN_SOURCE = "凭盖章件：{unit}"
FILE = "{unit}_{period}_v{version}_凭盖章件.fuer"
TASK_FILE = "{unit}_任务.fuer"
LINE = "凭盖章件：{words}。"
WORDS = "{seen}；{by}录入，{at}"
AGAIN = "{unit}的盖章件与已收的第{version}版内容相同，没有另收一版。"
SAVED = "收下的上报包另存在 {path}"
NOT_KEPT = "办公室已收下，只是这里没有记上：{reason}"

COUNT = "（凭盖章件{count}）"
UNITS = "凭盖章件接收{count}个单位：{units}。"
STATE = "凭盖章件代录，不是该单位的打印件"

# --- the window -----------------------------------------------------------------------------

ENTER = "凭盖章件录入…"
ENTER_TIP = "没有用本程序的单位：照它的盖章纸件或盖章的工作簿录入，审核后收下"
TIP = "凭盖章件（{words}）"
PREPARING = "正在准备代录工作库…"
BACK = "回到办公室"
TITLE = "收下凭盖章件"
READY = "审核没有要处理的。照盖章件填好下面几项，就可以收下。"
OBSTACLES = (
    "还有{count}处没有处理，处理完才能收下。录错的请改正；纸上就是这样的，请该单位更正后重新盖章："
)
BLANKS = "还有{count}格未录；盖章件上就是空着的，请该单位补齐后重新盖章"
COPY_LIST = "复制给该单位的清单"
COPIED = "清单（{count}处）已复制，可以粘贴到通知里，或照着打电话。"
TAKE = "收下"
CHECK_FORM = "核对码 {form}"
CHECK_HINT = "照纸上逐页写，如 4817-2093-5526；纸上没有就空着"
TOLD_HINT = "纸上写明，或电话里谁说的、哪天说的"
DESPITE_HINT = "如 第01行有手写更正并盖章（至少{least}个字）"
SIGNED = "{who}（照纸上）"

# --- the command ----------------------------------------------------------------------------

PROBLEMS = "工作簿“{file}”里有{count}格读不进去，没有收下。请改正工作簿后再收。"
NO_FORMS = "工作簿“{file}”里没有{unit}的报表。请核对是否拿错了文件。"
WRONG_CHECK = "“{text}”写法不对，请写成 表号:页码:核对码，如 FE-XZ01:1:4817-2093-5526。"
