namespace DeepFix.Cli.Completion;

/// <summary>Scripts for shells. Each asks the program itself, so that none grows stale.</summary>
internal static class CompletionScripts
{
    public static string Of(string shell) => shell switch
    {
        "bash" => """
            # eval "$(deepfix completion bash)"     in ~/.bashrc
            _deepfix() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(deepfix complete "$COMP_POINT" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _deepfix deepfix

            """,
        "zsh" => """
            # eval "$(deepfix completion zsh)"     in ~/.zshrc, after compinit
            _deepfix() {
              local -a found
              found=("${(@f)$(deepfix complete "$CURSOR" "$BUFFER" 2>/dev/null)}")
              compadd -- ${found:#} || _files
            }
            compdef _deepfix deepfix

            """,
        "fish" => """
            # deepfix completion fish > ~/.config/fish/completions/deepfix.fish
            complete -c deepfix -a '(deepfix complete (commandline -C) (commandline) 2>/dev/null)'

            """,
        _ => """
            # deepfix completion pwsh | Out-String | Invoke-Expression     in $PROFILE
            Register-ArgumentCompleter -Native -CommandName deepfix -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              deepfix complete $cursorPosition "$commandAst".PadRight($cursorPosition) | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """,
    };
}
