/** How the state behind streaming features is kept. */
package io.laserstreams.crm.streaming.settings;
