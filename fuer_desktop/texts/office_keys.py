"""Words about keys: an office's, with its recovery sheet, and those of units."""

# --- the code -------------------------------------------------------------------------------

WRONG_GROUPS = "恢复码的第{numbers}组写错了。请照恢复单核对这几组，再输入一遍。"
WRONG_LENGTH = "恢复码是{groups}组、每组{digits}位，共{total}位数字，现在是{found}位。请照恢复单输入，组与组之间空一格。"
NOT_OURS = "这串恢复码没有写错，但不是本办公室的（根指纹{found}，本办公室的是{own}）。请核对是否拿错了恢复单。"

# --- the office's key -----------------------------------------------------------------------

HAS_SHEET = "任务包已经带着现有恢复单的根发给各单位，不能再做另一张。请找到原来的恢复单，用“核对恢复单”核对。"
NO_SHEET = "本办公室还没有恢复单，换不了密钥。请先做恢复单。"
NOT_EMPTY = (
    "这个办公室工作库已经建过任务，不能再变成另一个。请新建一个办公室工作库，再凭恢复码重建。"
)
NOT_OWN_PACKAGE = "“{file}”不是本办公室从前发出的包，没有登记。请选换密钥以前发给单位的任务包。"
NUMBER_TOO_LARGE = "密钥序号{number}太大，只能是1到{most}。请按单位看到的那句话里的序号加1填写。"
KEY_LEARNED = "已登记本办公室从前的密钥（指纹{fingerprint}），按它导出的上报包也能收下。"
KEY_KNOWN = "这把密钥本来就认得（指纹{fingerprint}），没有变化。"
SHEET_MADE = "恢复单已写到“{path}”。请打印两份、分别锁进两处保险柜，再把这个文件删掉：程序自己不留恢复码，谁有这张纸谁就能顶替办公室。"
SHEET_CHECKED = "核对无误：这张恢复单属于本办公室（根指纹{fingerprint}）。"
KEY_REPLACED = "已换成第{number}号密钥（指纹{fingerprint}），旧密钥签的新任务包、退回包、回执不再被单位接受。请重新写出任务包发给各单位；已在路上的上报包照常收。"
OFFICE_FROM_CODE = "已按恢复码重建办公室工作库“{path}”，第{number}号密钥，根指纹{fingerprint}。请与恢复单上的根指纹核对，一致后再建任务、重新发任务包。"
ASK_CODE = "请输入恢复单上的16组数字："
NO_CODE = "没有输入恢复码，没有改动。"

# --- the sheet ------------------------------------------------------------------------------

SHEET_TITLE = "办公室恢复单"
SHEET_FILE = "{office}-恢复单"
SHEET_OFFICE = "办公室"
SHEET_UNNAMED = "______________________（请手写名称）"
SHEET_WORKSPACE = "工作库"
SHEET_MADE_ON = "制作日期"
SHEET_ROOT = "根指纹"
KEY_NUMBER = "第{number}号密钥"
SHEET_KEY = "第{number}号密钥指纹"
SHEET_CODE = "恢复码（按序号从左到右，每组六位）"
SHEET_USES = (
    "有什么用",
    (
        "办公室的电脑坏了、丢了、被盗，又没有备份时，凭这串码重建办公室，各单位照样认得，加密上报的报表也能打开。",
        "怀疑密钥被人拷走时，凭这串码换一把新密钥，旧的从此作废。",
    ),
)
SHEET_KEEPING = (
    "怎样保管",
    (
        "打印两份，分别锁进两处保险柜，写明由谁保管；不要拍照、不要存进电脑、不要和电脑放在一起。",
        "程序不保存这串码：两份都丢了，谁也补不出来。",
        "谁有这张纸，谁就能顶替本办公室。交接时当面点交。",
        "每年取出核对一次：任务页“核对恢复单”，输入这串码。",
    ),
)
SHEET_SIGNED = ("制作人", "保管人", "存放地点")

# --- in the window --------------------------------------------------------------------------

CARD_TITLE = "办公室密钥与恢复单"
STATE = {
    "none": "还没有恢复单。电脑坏了又没有备份时，要靠它重建办公室，各单位才会照样认得。",
    "made": "恢复单还没有核对。请照打印出来的那张输入一遍，确认能用。",
    "kept": "恢复单已于{at}核对。",
}
STATE_PRACTICE = "这是演练，不用做恢复单。"
KEY_LINE = "第{number}号密钥指纹　{key}"
KEY_LINE_ROOTLESS = "密钥指纹　{key}"
ROOT_LINE = "根指纹　{root}"
MAKE_SHEET = "做恢复单…"
MAKE_AGAIN = "重做恢复单…"
CHECK_SHEET = "核对恢复单…"
REPLACE_KEY = "换密钥…"
BEGIN_AGAIN = "凭恢复码重建…"
LEARN_KEY = "登记从前的密钥…"
LEARN_TIP = "选一个从前发出的任务包，按那时的密钥导出的上报包也能收下"
CHOOSE_FORMER = "选从前发出的任务包"
DATE = "%Y-%m-%d"

SHEET_HEAD = "把恢复码留在纸上"
SHEET_TEXT = "右边这串恢复码只显示这一次，程序不保存。请打印两份，分别锁进两处保险柜。电脑坏了、丢了，靠它重建办公室。"
PRINT_SHEET = "打印…"
SAVE_SHEET = "存为 PDF…"
SHEET_PRINTED = "已送到打印机。"
SHEET_SAVED = "已写到“{path}”。打印以后请把这个文件删掉。"
NO_PRINTER = "这台电脑没有打印机。请存为 PDF，拿到有打印机的电脑上打印，再把文件删掉。"
CONFIRM_TEXT = "打印以后，照纸上的输入这两组，确认印得清楚："
GROUP_NAME = "第{number}组"
CONFIRM = "核对并完成"
LATER = "以后再做"
LATER_CHECK = "以后再核对"
GROUP_WRONG = "第{number}组与恢复单不一致。请照纸上再看一遍。"
SHEET_CONFIRMED = "恢复单核对无误。请锁进两处保险柜。"
SHEET_PUT_OFF = "没有留下恢复单，刚才的恢复码作废。“任务”页最下面可以再做。"
SHEET_UNCONFIRMED = "恢复单还没有核对。“任务”页最下面可以再核对。"

ASK = {
    "check": (
        "核对恢复单",
        "照恢复单输入16组数字，组与组之间空一格。只核对，不保存。",
        "核对",
    ),
    "replace": (
        "换办公室的密钥",
        "电脑被盗、密钥可能被人拷走时用。照恢复单输入16组数字。换了以后，要重新写出任务包发给各单位。",
        "换密钥",
    ),
    "begin_again": (
        "凭恢复码重建办公室",
        "原来的电脑和备份都没有了时用。照恢复单输入16组数字，本工作库就接替原来的办公室；再建任务、重新发任务包，各单位照样认得。",
        "重建",
    ),
}
CODE_FIELD = "恢复码"
CODE_HINT = "例：564505 395721 …"
CLOSE = "关闭"
BEGUN_AGAIN = (
    "已凭恢复码重建：第{number}号密钥，根指纹{root}。请与恢复单上的根指纹核对，一致后再建任务。"
)
CHOOSE_PDF = "恢复单存放在"
PDF_FILES = "PDF (*.pdf)"

# --- what a desk accepts --------------------------------------------------------------------

WRONG_INTRODUCTION = "“{file}”说的办公室密钥没有办公室的根担保，没有打开。请与办公室核对。"
OTHER_ROOT = (
    "“{file}”来自另一个办公室（根指纹{found}，原来的是{known}），没有打开。请打电话与办公室核对。"
)
OTHER_KEY = "“{file}”不是本工作库登记的办公室签的，也没有它的根担保，没有打开。请与办公室核对。"
OLD_KEY = "“{file}”是用办公室第{found}号密钥签的，现在用的是第{known}号，旧的已停用，没有打开。请让办公室重新写出。"

# --- keys of units --------------------------------------------------------------------------

KEY_STATES = {
    "enrolled": "已登记",
    "asked": "待答复",
    "admitted": "已认可",
    "refused": "已否认",
    "revoked": "第{last}版以后停用",
    "unknown": "不认识",
}
REVOKED_WHOLE = "已停用"
REASONS = {"new_machine": "换电脑", "new_person": "换人", "stranger": "不是本单位"}
REASON_FIRST = "请写明原因，再答复。"
NO_SUCH_UNIT = "任务{task}里没有单位{unit}。请核对单位代码。"
NO_SUCH_KEY = "{unit}没有用过这把密钥（指纹{fingerprint}）。请核对指纹。"
HAS_COUNTED = "{unit}的这把密钥已有计入的上报，不能否认。要停用，请说明从第几版起不算。"
IS_ACCEPTED = "{unit}的第{version}版已验收，是这把密钥签的，不能停用到它以前。请只停用以后的版本。"
KEY_EVENT = "{task} {fingerprint}"
DESK_PRINTS = (
    "本机密钥指纹 {own}（印在签字页页脚）\n办公室密钥指纹 {office}（有疑问时与办公室电话核对）"
)
