/** What models may know about an item. */
package io.laserstreams.crm.item;
