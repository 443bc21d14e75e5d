/** Reads rows of text and Parquet files, with errors that name file, row and column. */
package io.laserstreams.learning.dataset.file;
