/** What a model reads, and how it becomes tensors, the same for training and for serving. */
package io.laserstreams.crm.features;
