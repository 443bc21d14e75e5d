/** {@code laser tail}: prints the records of a topic, decoded, one line of JSON each. */
package io.laserstreams.tools.tail;
