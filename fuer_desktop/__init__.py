"""妇儿规划监测: yearly monitoring of local women's and children's development plans, offline."""

__version__ = "0.1.0"
NAME = "妇儿规划监测"
