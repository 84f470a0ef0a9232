"""Words about keeping on screens: undo, the page 保管, restoring, starting after trouble."""

# --- undo -----------------------------------------------------------------------------------

MENU_EDIT = "编辑(&E)"
UNDO = "撤销"
REDO = "恢复"
UNDO_NOT = "不撤销"

# --- where things are -----------------------------------------------------------------------

FILE = "工作库"
WITNESS = "第二份记录"
NO_WITNESS = "现在没有，只有工作库这一份"
BACKUPS = "备份"
SECOND = "第二个备份位置"
NO_SECOND = "没有"
SECOND_AWAY = "{place}（现在连不上，接上以后从下一份备份起再存）"
INVITE = "备份和工作库在同一台电脑上。选一个U盘或别的盘，每份备份也存到那里，电脑坏了也找得回来。"
INVITE_CHOOSE = "选一个位置…"
INVITE_NOT = "不需要"
COPY_STATE = "{state} · 只读副本"

# --- backups --------------------------------------------------------------------------------

BACK_UP = "立即备份"
REHEARSE = "演练一次"
REHEARSE_TIP = "把最新的备份在临时文件夹里恢复一遍，逐页核对；工作库不动"
RESTORE = "恢复所选…"
CHOOSE_SECOND = "第二个备份位置…"
EXAMINE = "检查工作库"
EXAMINE_TIP = "逐页、逐条核对工作库，只看不改"
BACKUP_HEADERS = ("时间", "原因", "变更记录", "大小", "第二个位置", "文件")
CHANGES = "{number}条"
KILOBYTES = "{size} KB"
MEGABYTES = "{size:.1f} MB"
IN_SECOND = "✓ 有"
NOT_IN_SECOND = "○ 没有"
FOREVER = "{reason}（一直保留）"
NO_BACKUPS = "还没有备份。按“立即备份”做第一份。"
BACKED_UP = "已备份：{name}（{size}）。"
BACKED_UP_ALREADY = "上一份备份（{at}）以后没有改动，不用再备份。"
CHOOSE_FIRST = "请先在备份表里选一行。"
CHOOSE_FOLDER = "备份再存一份到哪个文件夹"
SECOND_SET = "从现在起，每份备份也存到“{place}”；最新的一份已经存好并核对。"
SECOND_SET_EMPTY = "从现在起，每份备份也存到“{place}”。"
SECOND_SAME_DISK = "这个文件夹和工作库在同一个盘上，盘坏了会一起丢。最好选U盘或别的盘。"
SECOND_IS_FIRST = "“{place}”就是备份所在的文件夹。请选U盘或别的盘上的文件夹。"
SECOND_LEFT = "不再另存备份。随时可以用“第二个备份位置…”再选。"
BUSY = {
    "back_up": "正在备份…",
    "rehearse": "正在演练…",
    "set_second": "正在存到第二个位置…",
    "examine": "正在检查…",
}

# --- what left and came in ------------------------------------------------------------------

EVENTS = "进出记录"
EVENT_HEADERS = ("时间", "谁", "电脑", "做了什么", "内容", "从哪里来、到哪里去")
EVENT_FILTER = "人、事、文件"
NO_EVENTS = "还没有进出记录。"
NOTHING_NEW = "没有新收下的上报包"
VERSION = "第{number}版"
WHEN = "%Y-%m-%d %H:%M"

# --- restoring ------------------------------------------------------------------------------

RESTORE_TITLE = "恢复工作库"
RESTORE_FROM = "从{at}的备份（{reason}）恢复“{file}”"
REBUILD_FROM = "从第二份记录重建“{file}”"
RESTORE_NEW = "“{file}”现在不在，恢复后共有{total}格数据。"
RESTORE_KEPT = "现在的文件会改名留在原处，不会丢。"
RESTORE_CELLS = "会变的格子（现在 → 恢复后）："
RESTORE_MORE = "另有{count}格，没有列出。"
RESTORE_YES = "恢复"
RESTORE_NO = "不恢复"
RESTORE_WAIT = "正在核对，请稍候…"
RESTORE_STOPPED = "没有恢复，什么都没有改动。"

# --- starting after trouble -----------------------------------------------------------------

REBUILD = "从第二份记录重建…"
RESTORE_NEWEST = "从备份恢复（{at}）…"
OPEN_COPY = "打开只读副本"
HAS_WITNESS = "本机留有它的第二份记录，已存的数都在里面，可以重建。"
HAS_BACKUPS = "本机留有它的{count}份备份，可以恢复。"
TRY_AGAIN = "再试一次"
OTHER_FILE = "换一个文件…"

# --- stick ----------------------------------------------------------------------------------

MAY_UNPLUG = "已写好并核对，可以拔出U盘。"

CALENDAR = "有备份的日子（粗体并有横线）"
ALL_DAYS = "显示所有日子的备份"
MONTH = "{year}年{month}月"
MONTH_BEFORE, MONTH_AFTER = "‹ 上月", "下月 ›"
