/** What a dataset holds, and first descriptions of files that have none. */
package io.laserstreams.tools.describe;
