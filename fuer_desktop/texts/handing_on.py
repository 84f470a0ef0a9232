"""Words about handing a workspace over to the next PC or the next person, and taking it up there."""

MARKED = "这个工作库已于{at}交接给{to}，这里不能再改、不能再导出。要在这台电脑上接着做，请用“文件—交接…”收回。"
"""Whoever opens it, and at every locked cell."""

TO_MISSING = "请写明交接给谁或哪台电脑。"
REASON_SHORT = "请写明原因（至少{least}个字）。"
IS_PRACTICE = "演练本不用交接，可以随时重新开一本。"
ALREADY_BACK = "这个工作库没有交接出去，不用收回。"
NOTHING_YET = "这个工作库里还没有任务，不用交接包。请直接把工作库文件拷过去。"
TOO_LARGE = "工作库有{size}MB，超过一个包能装的{limit}MB，没有写交接包。请先做一份备份，再关闭程序，把工作库文件（{name}）直接拷到新电脑上打开。"
CHANGED_SINCE = (
    "交接包已写到“{path}”，但写包的时候工作库又有改动，没有标记为已交接。请删掉这个包，再交接一次。"
)
CODE_WRONG = "交接码是{digits}位数字。请再核对一遍。"
NOT_OPENED = "用这个交接码打不开“{file}”。请与交出的人再核对一遍。"
NOT_INSIDE = "“{file}”里面的工作库与包上写的不一致，没有打开。请让对方重新交接。"
FILE_NAME = "{unit}_交接_{day}"
TAKEN_NAME = "{unit}_接手_{day}"
OFFICE = "办公室"

HANDED_OVER = (
    "交接包已写到“{path}”并核对。交接码：{code}。请用电话或纸条告诉接手的人，不要和包放在一起。"
)
TAKEN_UP = "已接手{unit}的工作库（{by}于{at}交出），放在“{path}”。从现在起在这里接着做。"
TAKEN_BACK = "已收回，可以接着做了。对方若也在做，两边导出的会成为互不包含的两版，办公室会问。"
KIN_WITHIN = "这台电脑上原有的“{name}”里的内容，接手的这一份都有，以后请用接手的这一份。"
KIN_AHEAD = "这台电脑上原有的“{name}”里有{count}处改动，接手的这一份没有。两份都留着，请与交出的人核对以哪一份为准。"
HEAD_PARTS = "{to}：{reason}"
