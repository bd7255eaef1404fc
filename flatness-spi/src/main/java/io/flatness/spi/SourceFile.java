package io.flatness.spi;

import java.io.IOException;
import java.io.InputStream;

/** A file that an experiment names, as formats see it: opened through the host, which records its hash. */
public interface SourceFile {
    /** Its name as written in the experiment. */
    String name();

    /**
     * Opens it from the start, unpacked when it is gzipped.
     *
     * @throws InvalidParameterException when it is not there or cannot be read
     */
    InputStream open() throws IOException;

    /**
     * A file in the same folder.
     *
     * @param name without a path
     * @throws InvalidParameterException when the name leads out of the folder, or there is no such file
     */
    SourceFile beside(String name);

    /** An error that names the file; the message goes on after its name. */
    InvalidParameterException error(String message);
}
