/** JSON in which a figure that could not be measured is {@code null}. */
package io.laserstreams.crm.json;
