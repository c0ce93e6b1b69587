@rem `exec` of the scripts in package.json, for Windows: there cmd finds it here. Elsewhere it is the shell's own.
@%*
