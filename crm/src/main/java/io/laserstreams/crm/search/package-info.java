/** The events of a long history that matter for a candidate. */
package io.laserstreams.crm.search;
