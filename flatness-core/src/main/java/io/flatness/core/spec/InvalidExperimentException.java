package io.flatness.core.spec;

import java.util.List;
import java.util.stream.Collectors;

/** An experiment that cannot run, with everything that is wrong with it. */
public final class InvalidExperimentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** Creates the exception. */
    public InvalidExperimentException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /** The mistakes, in the order of the file. */
    public List<Finding> findings() {
        return findings;
    }
}
