/** What the records of each input topic change, apart from answers. */
package io.laserstreams.knowledge.input;
