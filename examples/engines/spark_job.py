"""Checks articles with Spark: first what all of them come to, then each in the light of that.

    spark-submit examples/engines/spark_job.py ARTICLES.parquet FINDINGS.parquet

ARTICLES has the columns `id` and `text`. pyspark, pyarrow and copydesk are on the driver and on the workers.
"""

import sys

from pyspark.sql import SparkSession

import copydesk.spark

articles_path, findings_path = sys.argv[1:]
spark = SparkSession.builder.appName("copydesk").getOrCreate()
articles = spark.read.parquet(articles_path)
tally = copydesk.spark.survey(articles, text="text", id="id")
findings = copydesk.spark.check(articles, id="id", text="text", tally=tally, select=["all"])
findings.write.mode("overwrite").parquet(findings_path)
