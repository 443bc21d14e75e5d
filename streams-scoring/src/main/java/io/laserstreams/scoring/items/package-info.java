/** The table of items and their knowledge, which every instance has as a whole. */
package io.laserstreams.scoring.items;
