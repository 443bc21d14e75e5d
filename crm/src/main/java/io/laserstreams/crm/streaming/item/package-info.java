/** Statistics of items as exact sums, by epochs of event time. */
package io.laserstreams.crm.streaming.item;
