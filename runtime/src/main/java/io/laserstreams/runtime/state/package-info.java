/** How local state is written and read, and what happens if it is damaged. */
package io.laserstreams.runtime.state;
