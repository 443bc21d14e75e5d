/** What a user's newest events are about, as a small vector, and how far that has moved. */
package io.laserstreams.knowledge.taste;
