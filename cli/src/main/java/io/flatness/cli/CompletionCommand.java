package io.flatness.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that makes bash or zsh complete commands, options and their values.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(flatness completion)",
            "  flatness completion > ~/.local/share/bash-completion/completions/flatness"
        })
final class CompletionCommand implements Runnable {
    private final Console console;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.out().print(AutoComplete.bash("flatness", spec.root().commandLine()));
        console.out().flush();
    }
}
