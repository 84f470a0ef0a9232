"""Words about opening any kind of file: what it is, what becomes of it, whether it holds."""

from fuer_desktop.texts.packages import KINDS

OPEN = "打开…"
CHOOSE = "打开什么文件"
FILES = "本程序的文件 (*.fuer *.fuerdb *.xlsx);;所有文件 (*)"

WHATS = {
    **KINDS,
    "workspace": "工作库",
    "workbook": "Excel 工作簿",
    "unreadable": "读不出的包",
    "other": "别的文件",
}
OTHER = "“{file}”不是任务包、上报包等本程序的包，也不是工作库或 Excel 工作簿，没有打开。请核对是否拿错了文件。"
FOLDER = "“{file}”是文件夹。接收整个文件夹，请在办公室的“接收”页上进行。"
ONE_AT_A_TIME = "一次只能打开一个文件，拖进来的{count}个都没有打开。请逐个拖进来。"

TAKING_IN = "“{file}”是{what}，正在接收。"
WORKBOOK_NOWHERE = "“{file}”是 Excel 工作簿。请先打开填报单位的工作库，再把它导入一张报表。"
OPEN_AT_OFFICE = "这里只供查看。收下它，请在办公室的工作库里接收。"
OPEN_AT_DESK = "“{file}”是发给{unit}的{what}。请先打开{unit}的工作库，再打开它。"
OF_OTHER_DESK = "“{file}”是发给{unit}的{what}，现在打开的不是那个单位的工作库，已改开“{name}”。"

VIEW_TITLE = "{what}：{file}"
SOUND = "“{file}”完好：档案、签名、内容摘要都对。"
SOUND_SEALED = "“{file}”完好：档案、签名、摘要都对；内容是加密的，没有打开。"
IS_WORKSPACE = "“{file}”是工作库。是否完好请用 fuer-desktop fsck 检查。"
NOT_VERIFIED = "“{file}”是{what}，没有签名可核对。"
HOLDS = "✓ 档案　✓ 签名　✓ 内容摘要"
BREAKS = "✖ 没有通过"

NAMES = {
    "kind": "种类",
    "unit": "单位",
    "task": "任务",
    "year": "年度",
    "version": "第几版",
    "forms": "报表",
    "signed": "签名人",
    "paper": "凭盖章件",
    "handed": "交接",
    "attached": "附件",
    "content": "内容",
    "key": "签名密钥",
    "known": "密钥核对",
    "made": "导出",
    "format": "格式",
    "checked": "核对",
}
PRACTICE = "{what}（演练）"
UNIT = "{name}（{code}）"
VERSION = "第{version}版，此前{ancestors}版"
REVISION = "第{version}次修订"
FORM = "{code} 第{version}版"
PAPER = "{by}于{at}凭“{seen}”录入"
HANDED = "{by}于{at}交给{to}：{reason}"
ATTACHED = "{count}个"
PLAIN = "不加密"
SEALED = "加密，收件人{count}个"
SEALED_OPENED = "加密，已用这个工作库的密钥打开"
SEALED_CODE = "整个工作库，加密，凭交接码打开"
MADE = "{at}，程序 {program}"
FORMAT = "格式{format}，{suite}"
YEAR = "{year}年度"
SIGNED = "{role} {name}"

KEY_ENROLLED = "是{unit}登记的密钥"
KEY_UNKNOWN = "不是{unit}登记的密钥"
KEY_OFFICE = "是本任务办公室的密钥"
KEY_OTHER_OFFICE = "不是本任务办公室的密钥"
KEY_OFFICE_NEXT = "是本任务办公室换用的新密钥，由恢复单作证"
KEY_FOREIGN = "不是这个工作库的密钥"
KEY_OWN = "是这个工作库自己的密钥"
KEY_NO_TASK = "这个工作库里没有任务{task}，无从核对"
KEY_DOUBTED = "“{file}”本身完好，但签名密钥与这个工作库登记的不符。请与寄出的人核对。"
