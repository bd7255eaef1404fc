/** File formats: CSV, IDX, npy, npz, safetensors and ONNX. Files are not trusted: every size is bounded before use. */
@NullMarked
package io.flatness.networks.io;

import org.jspecify.annotations.NullMarked;
