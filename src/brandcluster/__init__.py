"""brandcluster: a region's application for 产业集群区域品牌建设试点示范, kept as a folder of YAML files."""

__version__ = "0.1.0"  # a literal: importlib.metadata would cost more than half of a start
