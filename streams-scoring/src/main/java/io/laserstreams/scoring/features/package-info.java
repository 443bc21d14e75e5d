/** State and statistics behind streaming features: per user, per item, published and monitored. */
package io.laserstreams.scoring.features;
