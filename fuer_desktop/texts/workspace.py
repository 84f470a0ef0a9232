"""Words about the workspace file and the disk."""

NOT_THERE = "工作库“{path}”不在。请核对路径，或先打开任务包新建工作库。"
ALREADY_THERE = "“{path}”已经存在，没有改动它。请换一个名字。"
FOREIGN = "“{path}”不是本程序的工作库，没有改动它。请选 .fuerdb 文件。"
NEWER = "“{path}”由较新版本的程序建立（格式{found}，本程序支持{known}），没有改动它。请换用新版程序打开。"
CLOSED = "工作库已经关闭，这一步没有写入。"
IN_USE = "工作库“{path}”正由另一个程序窗口打开{holder}。请在那个窗口继续，或先关闭它。"
HOLDER = "（{machine}，{since}起）"
READ_ONLY = "“{path}”只能读，不能写。请检查文件和文件夹的权限，或把它复制到本机硬盘后再打开。"
DISK_FULL = "磁盘已满，“{path}”没有写入，原有数据完好。请腾出空间后重试。"
IO_ERROR = "读写“{path}”时磁盘出错，这一步没有写入。请检查磁盘，把工作库复制到好的硬盘后重试。"
DAMAGED = "“{path}”已损坏，没有改动它。请从备份恢复，并保留这个文件。"
CANNOT_OPEN = "打不开“{path}”（{reason}）。请检查路径和权限。"
SETTINGS_REFUSED = (
    "“{path}”不能按安全方式写入（{setting}应为{wanted}，实为{found}）。请把工作库放到本机硬盘。"
)
FILE_MISSING = "文件“{path}”不在。请核对路径。"
FILE_UNREADABLE = "读不出“{path}”（{reason}）。请检查文件和权限。"
FILE_NOT_TABLE = "“{path}”不是 CSV 表格文件。请在表格软件里另存为 CSV 再试。"
FILE_NOT_TEXT = "“{path}”不是 UTF-8 文本。请另存为 UTF-8。"
WRITE_FAILED = "写不成“{path}”（{reason}）。原有文件没有改动。请检查权限和空间，或换一个地方。"
WRITE_UNSURE = "“{path}”已写，但没能确认存好（{reason}）。请重新导出，或换一个地方。"
READ_BACK_DIFFERS = "“{path}”写入后读回不一致，可能是U盘有问题。请换一个盘重新导出。"
NO_TASK = "工作库里没有任务“{task}”。现有任务：{known}。"
NO_TASKS = "工作库里还没有任务。请先打开任务包，或在办公室新建任务。"
WRONG_ROLE = {
    "desk": "这是办公室的工作库，不能填报。请打开填报单位的工作库。",
    "office": "这是填报单位的工作库，不能做办公室的工作。请打开办公室的工作库。",
}
"""By the role that was needed."""
