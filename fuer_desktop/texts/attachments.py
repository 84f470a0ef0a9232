"""Words about attached files: what can be attached, what is refused, the list."""

KINDS = {"pdf": "PDF", "png": "PNG 图片", "jpg": "JPG 图片", "xlsx": "xlsx 工作簿"}
EMPTY = "“{file}”是空文件，没有加。请核对是否拿错了文件。"
TOO_LARGE = (
    "“{file}”超过{limit}MB，没有加。请用较低的清晰度重新扫描，或把文件分成几份，只附要交的几页。"
)
NO_ROOM = "加上“{file}”（{size}）本年附件就超过{limit}MB了（现有{used}），没有加。请先去掉不需要的附件，或把文件缩小。"
TOO_MANY = "本年已有{count}个附件，最多{most}个，没有加“{file}”。请把几份文件合成一份。"
UNKNOWN_KIND = "“{file}”的内容不是 PDF、PNG 图片、JPG 图片或 xlsx 工作簿（看内容，不看扩展名），没有加。请另存为其中一种再加。"
OTHER_ENDING = "“{file}”的扩展名与内容不符，内容是{kind}，没有加。请核对文件，确认无误后把扩展名改成 .{ending} 再加。"
UNSAFE_WORKBOOK = "“{file}”没有加：{problem}"
ALREADY_THERE = "“{file}”与已有的附件“{name}”内容相同，没有重复存。"
NOT_THERE = "这个附件已经不在了。请重新打开附件清单。"
FORM_UNKNOWN = "{form}不是本单位要填的报表，附件没有加。本单位的报表：{known}。"
CONTENT_FAULT = "附件“{name}”的内容变了。"
FOREIGN = "“{file}”里的附件“{name}”不是本程序会附上的，没有收下。请让该单位用本程序重新导出。"
CONTENT_GONE = "附件“{name}”的内容不在了。"

UNNAMED = "附件"
SAVED_NAME = "{unit}_{form}_{period}_附件{number:02}_{digest}.{ending}"
KILOBYTES = "{size} KB"
MEGABYTES = "{size:.1f} MB"

ATTACHED = "已加附件“{name}”（{size}），属于{form}。"
SAVED = "已另存{count}个附件到 {folder}"
NONE = "没有附件。"

TITLE = "附件"
TOOL = "附件…"
OF_FORM = "附件 · {code} {title}"
OF_UNIT = "{unit}的附件"
HEADINGS = ("文件名", "属于", "大小", "何时由谁加的")
ROOM = "本单位本年共{count}个附件，{used}（最多{most}个、{limit}MB，每个不超过5MB）。可以是 PDF、PNG、JPG 或 xlsx。"
ROOM_NONE = "最多{most}个、{limit}MB，每个不超过5MB。可以是 PDF、PNG、JPG 或 xlsx。"
ROOM_OFFICE = (
    "第{version}版，{count}个附件，共{used}。程序不打开附件；另存后请先用杀毒软件检查再打开。"
)
NOT_RECEIVED = "还没有收到这个单位的上报。"
EMPTY_DESK = "还没有附件。点“加附件”选文件，或把文件拖到这里。"
EMPTY_OFFICE = "没有附件。"
READING = "正在读…"
ADD = "加附件…"
REMOVE = "去掉…"
SAVE_ONE = "另存这一个…"
SAVE_ALL = "全部另存…"
CLOSE = "关闭"
CHOOSE = "选要附上的文件"
FILES = "可以附上的文件 (*.pdf *.png *.jpg *.jpeg *.xlsx);;全部文件 (*)"
ADDING = "正在读文件…"
SAVING = "正在另存…"
REMOVING = "正在去掉…"
REMOVED = "已去掉“{name}”。"
REMOVE_QUESTION = (
    "去掉附件“{name}”吗？\n这一步不能撤销，要用时得重新加。已经上报的版本和备份里还有它。"
)
REMOVE_YES = "去掉"
REMOVE_NO = "留着"
SAVED_ONE = "已另存到 {path}，并已读回核对。"
WHEN = "%Y-%m-%d %H:%M"
ADDED = "{at} {by}"
INTAKE_BUTTON = "附件…"
GO_ALONG = "\n附件{count}个，随上报包一起交。"
