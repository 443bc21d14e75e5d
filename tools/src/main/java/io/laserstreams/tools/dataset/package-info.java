/** A dataset's files, and its users, items and interactions as records. */
package io.laserstreams.tools.dataset;
