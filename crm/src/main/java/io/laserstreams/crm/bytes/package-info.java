/** Reading and writing of stored bytes, which may be damaged or of another release. */
package io.laserstreams.crm.bytes;
