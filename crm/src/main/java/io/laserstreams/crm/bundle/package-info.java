/** The one file in which a trained model travels from trainer to scorer. */
package io.laserstreams.crm.bundle;
