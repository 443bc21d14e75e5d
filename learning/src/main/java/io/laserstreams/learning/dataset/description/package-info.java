/** Descriptions of datasets: their files, columns, label rule and split. */
package io.laserstreams.learning.dataset.description;
