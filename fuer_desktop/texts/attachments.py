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
