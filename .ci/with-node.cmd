@echo off
rem The same as with-node, for Windows. package.json writes ".ci/with-node" in quotes, so that cmd takes the slash for a path.
setlocal
set "node=node"
if defined npm_node_execpath set "node=%npm_node_execpath%"
"%node%" "%~dp0with-node.mjs" %*
