/** The tensor language in which models are written, and how their parameters start. */
package io.laserstreams.crm.ops;
