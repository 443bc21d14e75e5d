/** Figures, progress bars and JSON files for people and scripts. */
package io.laserstreams.tools.output;
